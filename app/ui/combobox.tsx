import clsx from "clsx";
import { Popover } from "radix-ui";
import { type ComponentPropsWithoutRef, forwardRef, type KeyboardEvent, useId, useState } from "react";
import { TextInput } from "./input.tsx";

export type ComboboxProps = Omit<ComponentPropsWithoutRef<"input">, "value" | "onChange" | "type" | "list"> & {
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly string[];
};

const MAX_SHOWN = 50;

function matching(suggestions: readonly string[], value: string): string[] {
  const wanted = value.trim().toLowerCase();
  return suggestions
    .filter((suggestion) => suggestion.toLowerCase().includes(wanted) && suggestion !== value)
    .slice(0, MAX_SHOWN);
}

/** Free text with suggestions: arrows choose, Enter takes, Escape closes; whatever is typed counts. */
export const Combobox = forwardRef<HTMLInputElement, ComboboxProps>(function Combobox(
  { value, onChange, suggestions, className, disabled, readOnly, ...rest },
  ref,
) {
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = matching(suggestions, value);
  const isShown = isOpen && shown.length > 0 && !disabled && !readOnly;

  const take = (suggestion: string): void => {
    onChange(suggestion);
    setOpen(false);
    setActive(-1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = shown[active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive(shown.length === 0 ? -1 : (active + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && isShown && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape" && isShown) {
      event.stopPropagation();
      setOpen(false);
    }
  };

  return (
    <Popover.Root open={isShown} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <TextInput
          autoComplete="off"
          {...rest}
          ref={ref}
          role="combobox"
          aria-expanded={isShown}
          aria-controls={isShown ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
          value={value}
          disabled={disabled}
          readOnly={readOnly}
          className={className}
          onChange={(event) => {
            onChange(event.target.value);
            setActive(-1);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onBlur={(event) => {
            setOpen(false);
            rest.onBlur?.(event);
          }}
          onKeyDown={onKeyDown}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 max-h-64 w-(--radix-popover-trigger-width) overflow-y-auto rounded-control bg-surface p-1 shadow-3"
        >
          <SuggestionList id={listId} suggestions={shown} active={active} onTake={take} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
});

type SuggestionListProps = {
  id: string;
  suggestions: readonly string[];
  active: number;
  onTake: (suggestion: string) => void;
};

function SuggestionList({ id, suggestions, active, onTake }: SuggestionListProps) {
  return (
    <div id={id} role="listbox" tabIndex={-1}>
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={clsx(
            "truncate rounded-chip px-2 py-1 text-body",
            index === active ? "bg-hover" : "hover:bg-hover",
          )}
          // The press must not take the focus from the input.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
        >
          {suggestion}
        </div>
      ))}
    </div>
  );
}
