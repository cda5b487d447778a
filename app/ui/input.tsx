import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { type ComponentPropsWithoutRef, forwardRef } from "react";

const controlClasses = clsx(
  "w-full rounded-control border border-border-strong bg-surface text-input text-text transition-colors",
  "hover:border-text-3 aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-surface-2 disabled:text-text-3",
  "pointer-coarse:text-touch",
);
const lineClasses = "h-8 px-2.5 pointer-coarse:h-10";
// Only for fields that can be written in: a select always matches :read-only.
const readOnlyClasses = "read-only:bg-surface-2";

type Option = { value: string; label: string };

export type TextInputProps = ComponentPropsWithoutRef<"input">;

/** One line of text; takes all native props. */
export const TextInput = forwardRef<HTMLInputElement, TextInputProps>(function TextInput({ className, ...rest }, ref) {
  return (
    <input type="text" {...rest} ref={ref} className={clsx(controlClasses, lineClasses, readOnlyClasses, className)} />
  );
});

/** A number; native props. Empty stays empty, it never becomes 0. */
export const NumberInput = forwardRef<HTMLInputElement, TextInputProps>(function NumberInput(
  { className, ...rest },
  ref,
) {
  return (
    <input
      inputMode="decimal"
      {...rest}
      ref={ref}
      type="number"
      className={clsx(controlClasses, lineClasses, readOnlyClasses, "tabular-nums", className)}
    />
  );
});

/** Several lines of text; native props. */
export const TextArea = forwardRef<HTMLTextAreaElement, ComponentPropsWithoutRef<"textarea">>(function TextArea(
  { className, ...rest },
  ref,
) {
  return (
    <textarea
      rows={4}
      {...rest}
      ref={ref}
      className={clsx(controlClasses, readOnlyClasses, "px-2.5 py-1.5", className)}
    />
  );
});

export type SelectProps = Omit<ComponentPropsWithoutRef<"select">, "children" | "multiple"> & {
  options: readonly Option[];
  /** Shown while nothing is chosen; cannot be chosen itself. */
  placeholder?: string | undefined;
};

/** The system's own select, so that it works with every keyboard, screen reader and phone. */
export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(
  { options, placeholder, className, ...rest },
  ref,
) {
  return (
    <span className={clsx("relative block", className)}>
      <select {...rest} ref={ref} className={clsx(controlClasses, lineClasses, "appearance-none truncate pr-8!")}>
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={16}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-text-3"
      />
    </span>
  );
});

type SwitchProps = Omit<ComponentPropsWithoutRef<"input">, "type"> & { label: string };

/** On or off, at once. A native checkbox underneath, so forms and keyboards know it. */
export const Switch = forwardRef<HTMLInputElement, SwitchProps>(function Switch({ label, className, ...rest }, ref) {
  return (
    <label className={clsx("inline-flex min-h-6 items-center justify-between gap-3 text-body text-text", className)}>
      {label}
      <span className="relative inline-flex shrink-0">
        <input
          {...rest}
          ref={ref}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
          role="switch"
          className="peer h-5 w-9 appearance-none rounded-full bg-border-strong transition-colors checked:bg-primary disabled:opacity-55"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-0.5 left-0.5 size-4 rounded-full bg-surface transition-transform peer-checked:translate-x-4"
        />
      </span>
    </label>
  );
});
