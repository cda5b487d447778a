import { useSyncExternalStore } from "react";

const FALLBACK = "Europe/Berlin";
const neverChanges = () => () => undefined;

/** A hidden field with the time zone of this browser. */
export function BrowserTimeZone({ name }: { name: string }) {
  const timeZone = useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => FALLBACK,
  );
  return <input type="hidden" name={name} value={timeZone} readOnly />;
}
