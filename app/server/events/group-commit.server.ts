import type { EventRow } from "#db/queries/events.ts";
import { AppError } from "../../errors/app-error.ts";
import { isDatabaseAway } from "../http/problem.server.ts";

export type GroupCommit = {
  /** Resolves when the events are committed; rejects with ingest.busy when too many wait already, or with the database's error. */
  add: (events: readonly EventRow[]) => Promise<void>;
  /** Resolves when everything that was added has been settled; later additions are refused. */
  close: () => Promise<void>;
};

export type GroupCommitOptions = {
  write: (events: readonly EventRow[]) => Promise<void>;
  onCommitted: () => void;
  /** Inserts under way at once; what arrives meanwhile makes up the next one. */
  mostInFlight?: number;
  /** Events in one insert. */
  groupEvents?: number;
};

type Submission = { events: readonly EventRow[]; done: () => void; fail: (reason: unknown) => void };

const MOST_GROUPS_WAITING = 4;
const MOST_TRIES = 4;

/**
 * Coalesces concurrent requests into one insert: as soon as fewer than `mostInFlight` inserts are under way, all that waits goes out
 * together. A submission is never split, so a request is stored as a whole or not at all.
 */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { mostInFlight = 2, groupEvents = 5_000 } = options;
  const queue: Submission[] = [];
  let queuedEvents = 0;
  let inFlight = 0;
  let isScheduled = false;
  let isClosed = false;
  let whenIdle: (() => void)[] = [];

  const pump = (): void => {
    isScheduled = false;
    while (inFlight < mostInFlight && queue.length > 0) {
      const group = takeGroup(queue, groupEvents);
      for (const submission of group) queuedEvents -= submission.events.length;
      inFlight += 1;
      void writeGroup(group, options).then(() => {
        inFlight -= 1;
        if (queue.length > 0) pump();
        else if (inFlight === 0) for (const idle of whenIdle.splice(0)) idle();
      });
    }
  };

  const add = (events: readonly EventRow[]): Promise<void> => {
    if (isClosed || queuedEvents + events.length > groupEvents * MOST_GROUPS_WAITING)
      return Promise.reject(new AppError("ingest.busy"));
    return new Promise<void>((done, fail) => {
      queue.push({ events, done, fail });
      queuedEvents += events.length;
      if (isScheduled || inFlight >= mostInFlight) return;
      isScheduled = true;
      // Requests that were read in the same turn of the event loop go out together.
      setImmediate(pump);
    });
  };

  const close = async (): Promise<void> => {
    isClosed = true;
    if (queue.length === 0 && inFlight === 0) return;
    await new Promise<void>((idle) => {
      whenIdle = [...whenIdle, idle];
    });
  };
  return { add, close };
}

function takeGroup(queue: Submission[], groupEvents: number): Submission[] {
  let events = 0;
  let count = 0;
  for (const submission of queue) {
    if (count > 0 && events + submission.events.length > groupEvents) break;
    events += submission.events.length;
    count += 1;
  }
  return queue.splice(0, count);
}

/** Settles every submission of the group. When the database refuses the group, each submission is tried alone. */
async function writeGroup(group: readonly Submission[], options: GroupCommitOptions): Promise<void> {
  try {
    await writeWithRetry(
      group.flatMap((submission) => submission.events),
      options,
    );
    options.onCommitted();
    for (const submission of group) submission.done();
  } catch (error) {
    const [first, ...others] = group;
    if (isDatabaseAway(error) || first === undefined || others.length === 0) {
      for (const submission of group) submission.fail(error);
      return;
    }
    for (const submission of group) await writeGroup([submission], options);
  }
}

/** Two processes that store the same message ids in another order can deadlock; Postgres ends one of them, which simply goes again. */
async function writeWithRetry(events: readonly EventRow[], { write }: GroupCommitOptions): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write(events);
    } catch (error) {
      if (tries === MOST_TRIES || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "40P01" || code === "40001";
}
