export type ReadableStore<Value> = {
  get: () => Value;
  subscribe: (listener: () => void) => () => void;
};

export type ValueStore<Value> = ReadableStore<Value> & {
  set: (next: Value) => void;
  update: (change: (current: Value) => Value) => void;
};

/** One changing value that components read in slices, so that a change reaches only those whose slice differs. */
export function createValueStore<Value>(initial: Value): ValueStore<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: Value): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
