import type { Sql } from "#db/client.ts";
import { enqueue, enqueueLanes, jobKey } from "#db/jobs.ts";

/** `add_job` costs as much as 15 inserts and its NOTIFY serialises commits, so each process adds wake-ups at most this often. */
const PAUSE_MS = 50;

export type DispatchTarget = { kind: "email" | "webhook"; workspaceId: number };
export type WakeUps = { lanes?: readonly number[]; dispatches?: readonly DispatchTarget[]; hasEvents?: boolean };

type Waiting = { lanes: Set<number>; dispatches: Map<string, DispatchTarget>; hasEvents: boolean };
type Throttle = { lastAt: number; waiting: Waiting; timer: NodeJS.Timeout | undefined };
const throttles = new WeakMap<Sql, Throttle>();

/**
 * Wakes lanes, dispatchers and the router now, or together with the next wake-ups if some have just gone out. Call it after the
 * commit that gave them work. A wake-up that is lost with its process costs at most the minute until everything is armed again.
 */
export async function nudge(sql: Sql, { lanes = [], dispatches = [], hasEvents = false }: WakeUps): Promise<void> {
  const throttle = throttleOf(sql);
  const { waiting } = throttle;
  for (const lane of lanes) waiting.lanes.add(lane);
  for (const target of dispatches) waiting.dispatches.set(jobKey.dispatch(target.kind, target.workspaceId), target);
  waiting.hasEvents ||= hasEvents;
  if (isEmpty(waiting) || throttle.timer !== undefined) return;
  const waitMs = throttle.lastAt + PAUSE_MS - performance.now();
  if (waitMs <= 0) return flush(sql, throttle);
  throttle.timer = setTimeout(() => {
    throttle.timer = undefined;
    flush(sql, throttle).catch(() => undefined);
  }, waitMs);
  throttle.timer.unref();
}

/** Wakes the lanes of runs that have become due. */
export async function nudgeLanes(sql: Sql, lanes: readonly number[]): Promise<void> {
  await nudge(sql, { lanes });
}

async function flush(sql: Sql, throttle: Throttle): Promise<void> {
  const { lanes, dispatches, hasEvents } = throttle.waiting;
  throttle.waiting = nothing();
  throttle.lastAt = performance.now();
  await Promise.all([
    enqueueLanes(sql, [...lanes]),
    hasEvents ? enqueue(sql, "route", {}, { key: jobKey.route }) : undefined,
    ...[...dispatches].map(([key, target]) => enqueue(sql, "dispatch", target, { key })),
  ]);
}

const nothing = (): Waiting => ({ lanes: new Set(), dispatches: new Map(), hasEvents: false });

function isEmpty({ lanes, dispatches, hasEvents }: Waiting): boolean {
  return lanes.size === 0 && dispatches.size === 0 && !hasEvents;
}

function throttleOf(sql: Sql): Throttle {
  const known = throttles.get(sql);
  if (known) return known;
  const throttle: Throttle = { lastAt: Number.NEGATIVE_INFINITY, waiting: nothing(), timer: undefined };
  throttles.set(sql, throttle);
  return throttle;
}
