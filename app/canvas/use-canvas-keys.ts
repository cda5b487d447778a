import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { areSingleKeysOn } from "../pages/shell/single-keys.ts";
import { useCanvas } from "./canvas-context.ts";
import { type CanvasKey, canvasKeys } from "./canvas-keys.ts";
import { useCanvasDoings } from "./use-canvas-doings.ts";
import { useFocusCard } from "./use-focus-card.ts";

const keyName = (event: KeyboardEvent): string => (event.key.length === 1 ? event.key.toLowerCase() : event.key);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"]',
  ) !== null;

/** Keys work while the focus is on the canvas (or nowhere); "/" and undo also from elsewhere on the page, but never while typing. */
export function useCanvasKeys(search: RefObject<HTMLInputElement>): void {
  const { t } = useTranslation();
  const canvas = useCanvas();
  const doings = useCanvasDoings();
  const focusCard = useFocusCard();
  useEffect(() => {
    const keys = canvasKeys({ canvas, doings, focusCard, t, focusSearch: () => search.current?.focus() });
    const onKeyDown = (event: KeyboardEvent): void => {
      const found = isTyping(event.target) ? undefined : keys.find((key) => fits(key, event));
      if (found && mayRun(found, event) && found.run(event) !== false) event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || !isOnCanvas(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text === "") return;
      event.preventDefault();
      doings.paste(text);
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("paste", onPaste);
    };
  }, [canvas, doings, focusCard, search, t]);
}

/** Whether the key belongs to the canvas right now: not to a button that has the focus, not when single keys are off. */
function mayRun(key: CanvasKey, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || (isSingle(key) && !areSingleKeysOn())) return false;
  if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return false;
  return key.isGlobal === true || isOnCanvas(event.target);
}

function fits(key: CanvasKey, event: KeyboardEvent): boolean {
  return (
    key.keys.includes(keyName(event)) &&
    (key.withCommand ?? false) === (event.metaKey || event.ctrlKey) &&
    (key.withAlt ?? false) === event.altKey &&
    (key.withShift === undefined || key.withShift === event.shiftKey)
  );
}

/** Single letters and signs can be switched off (WCAG 2.1.4). */
const isSingle = (key: CanvasKey): boolean =>
  !key.withCommand && !key.withAlt && key.keys.every((name) => name.length === 1);

const isOnCanvas = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.closest(".canvas-stage") !== null);
