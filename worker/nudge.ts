import type { Sql } from "#db/client.ts";
import { enqueueLanes } from "#db/jobs.ts";

/** `add_job` costs as much as 15 inserts and its NOTIFY serialises commits, so a lane is nudged at most this often per process. */
const PAUSE_MS = 50;

type Throttle = { lastAt: number; waiting: Set<number>; timer: NodeJS.Timeout | undefined };
const throttles = new WeakMap<Sql, Throttle>();

/**
 * Wakes the lanes now, or together with the next nudge if one has just gone out. Call it after the commit that made runs due. A nudge
 * that is lost with its process costs at most the minute until the lanes are armed again.
 */
export async function nudgeLanes(sql: Sql, lanes: readonly number[]): Promise<void> {
  if (lanes.length === 0) return;
  const throttle = throttleOf(sql);
  for (const lane of lanes) throttle.waiting.add(lane);
  if (throttle.timer !== undefined) return;
  const waitMs = throttle.lastAt + PAUSE_MS - performance.now();
  if (waitMs <= 0) return flush(sql, throttle);
  throttle.timer = setTimeout(() => {
    throttle.timer = undefined;
    flush(sql, throttle).catch(() => undefined);
  }, waitMs);
  throttle.timer.unref();
}

async function flush(sql: Sql, throttle: Throttle): Promise<void> {
  const lanes = [...throttle.waiting];
  throttle.waiting.clear();
  throttle.lastAt = performance.now();
  await enqueueLanes(sql, lanes);
}

function throttleOf(sql: Sql): Throttle {
  const known = throttles.get(sql);
  if (known) return known;
  const throttle: Throttle = { lastAt: Number.NEGATIVE_INFINITY, waiting: new Set(), timer: undefined };
  throttles.set(sql, throttle);
  return throttle;
}
