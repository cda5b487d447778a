import { type KeyboardEvent, useEffect, useRef } from "react";
import { useCanvas } from "./canvas-context.ts";
import { focusWhenVisible } from "./focus-when-visible.ts";

type RenameInputProps = {
  label: string;
  value: string;
  placeholder: string;
  className: string;
  onDone: (value: string) => void;
};

/** A name typed in place: Enter or leaving the field keeps it, Escape does not. */
export function RenameInput({ label, value, placeholder, className, onDone }: RenameInputProps) {
  const { view } = useCanvas();
  const input = useRef<HTMLInputElement>(null);
  const isCancelled = useRef(false);
  useEffect(
    () =>
      focusWhenVisible(
        () => input.current,
        () => input.current?.select(),
      ),
    [],
  );
  const finish = (): void => {
    const typed = input.current?.value.trim() ?? value;
    if (!isCancelled.current && typed !== value) onDone(typed);
    view.update((current) => ({ ...current, renaming: undefined }));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    isCancelled.current = event.key === "Escape";
    const card = input.current?.closest<HTMLElement>(".react-flow__node");
    input.current?.blur();
    card?.focus();
  };
  return (
    <input
      ref={input}
      aria-label={label}
      className={className}
      defaultValue={value}
      placeholder={placeholder}
      maxLength={120}
      onBlur={finish}
      onKeyDown={onKeyDown}
    />
  );
}
