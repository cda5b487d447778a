import { NavLink } from "@remix-run/react";
import clsx from "clsx";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

type TabsProps = {
  value: string;
  onChange: (value: string) => void;
  items: readonly { value: string; label: string }[];
  /** The panel of the chosen tab. Without it the items are buttons of which one is pressed. */
  children?: ReactNode;
  /** Accessible name of the list. */
  label?: string | undefined;
  className?: string | undefined;
};

const tabClasses = "-mb-px border-b-2 pt-1.5 pb-2 font-medium whitespace-nowrap transition-colors hover:text-text";

/** Underlined tabs; arrows move between them. */
export function Tabs({ value, onChange, items, children, label, className }: TabsProps) {
  if (children === undefined) {
    return (
      <fieldset aria-label={label} className={clsx("flex gap-4 border-b border-border", className)}>
        {items.map((item) => (
          <button
            key={item.value}
            type="button"
            aria-pressed={item.value === value}
            onClick={() => onChange(item.value)}
            className={clsx(
              tabClasses,
              item.value === value ? "border-primary text-text" : "border-transparent text-text-2",
            )}
          >
            {item.label}
          </button>
        ))}
      </fieldset>
    );
  }
  return (
    <Radix.Root value={value} onValueChange={onChange} className={clsx("flex min-h-0 flex-col", className)}>
      <Radix.List aria-label={label} className="flex shrink-0 gap-4 overflow-x-auto border-b border-border px-4">
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className={clsx(
              tabClasses,
              "border-transparent text-text-2 data-[state=active]:border-primary data-[state=active]:text-text",
            )}
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={value} className="min-h-0 flex-1">
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

type SegmentedLinksProps = {
  items: readonly { to: string; label: string }[];
  /** Accessible name of the group of links. */
  label?: string | undefined;
  className?: string | undefined;
};

/** Links side by side in one pill, the current one raised. */
export function SegmentedLinks({ items, label, className }: SegmentedLinksProps) {
  return (
    <nav
      aria-label={label}
      className={clsx("flex gap-0.5 overflow-x-auto rounded-control bg-hover p-[3px]", className)}
    >
      {items.map(({ to, label: text }) => (
        <NavLink
          key={to}
          to={to}
          end
          className={({ isActive }) =>
            clsx(
              "flex h-[26px] items-center rounded-chip px-3.5 font-medium whitespace-nowrap transition-colors pointer-coarse:h-9",
              isActive ? "bg-surface text-text shadow-1" : "text-text-2 hover:text-text",
            )
          }
        >
          {text}
        </NavLink>
      ))}
    </nav>
  );
}
