import { useSyncExternalStore } from "react";
import type { ReadableStore } from "./value-store.ts";

/** A slice of the store. `select` has to return the same reference for the same slice. */
export function useValueStore<Value, Slice>(store: ReadableStore<Value>, select: (value: Value) => Slice): Slice {
  const read = (): Slice => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
