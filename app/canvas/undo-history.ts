import {
  type EditContext,
  invertWrites,
  mergeWrites,
  redoWrites,
  type SkippedWrite,
  type Write,
} from "./draft-writes.ts";
import type { Edit, EditLabel } from "./edit-transaction.ts";

/** What an undo or redo did. `skipped` names places that somebody else has changed since; they were left as they are. */
export type UndoOutcome = { label: EditLabel; done: readonly Write[]; skipped: readonly SkippedWrite[] };

export type UndoState = { undo: EditLabel | undefined; redo: EditLabel | undefined };

export type UndoHistory = {
  /** Remembers a command. Commands with the same `gesture` (a drag, a stay in one field) are one step back. */
  push: (edit: Edit, options?: { gesture?: string }) => void;
  /** Takes the last command of this window back; undefined when there is none. */
  undo: () => UndoOutcome | undefined;
  redo: () => UndoOutcome | undefined;
  /** The labels for the two buttons; the same object until something changes. */
  state: () => UndoState;
  subscribe: (listener: () => void) => () => void;
};

type Entry = { label: EditLabel; writes: Write[]; gesture: string | undefined };

const maximumEntries = 200;

/**
 * Undo for one person's window by inverse commands. It never touches what others did: a place that holds something else by now is
 * skipped and reported. Not Y.UndoManager, which leaves a key undefined after two people set it at once (yjs#514).
 */
export function createUndoHistory(context: EditContext): UndoHistory {
  const past: Entry[] = [];
  const future: Entry[] = [];
  const listeners = new Set<() => void>();
  let state: UndoState = { undo: undefined, redo: undefined };

  const changed = (): void => {
    state = { undo: past.at(-1)?.label, redo: future.at(-1)?.label };
    for (const listener of listeners) listener();
  };

  const step = (from: Entry[], to: Entry[]): UndoOutcome | undefined => {
    const entry = from.pop();
    if (!entry) return undefined;
    const { done, skipped } = redoWrites(context, invertWrites(entry.writes));
    if (done.length > 0) to.push({ label: entry.label, writes: done, gesture: undefined });
    changed();
    return { label: entry.label, done, skipped };
  };

  return {
    push: ({ label, writes }, { gesture } = {}) => {
      if (writes.length === 0) return;
      future.length = 0;
      const last = past.at(-1);
      if (last && gesture !== undefined && last.gesture === gesture) {
        last.writes = mergeWrites(last.writes, writes);
        if (last.writes.length === 0) past.pop();
      } else {
        past.push({ label, writes: [...writes], gesture });
        if (past.length > maximumEntries) past.shift();
      }
      changed();
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
