import { availableParallelism } from "node:os";
import type { Logger } from "pino";
import type { Sql } from "#db/client.ts";
import { BUCKET_COUNT, enqueueLanes, LANE_COUNT } from "#db/jobs.ts";
import { readNextDue } from "#db/queries/claim-pass.ts";
import { nudge, nudgeLanes } from "./nudge.ts";
import type { CrashGuard } from "./passes/crash-guard.ts";
import { createLimiter } from "./passes/limiter.ts";
import { LowWaterMarks } from "./passes/low-water.ts";
import type { PassResult } from "./passes/run-pass.ts";

const BUCKETS_PER_LANE = BUCKET_COUNT / LANE_COUNT;
/**
 * Passes in flight per process. With two, Node computes one while Postgres writes the other; but in all there should be about as many
 * as Postgres has cores, and on a small machine the second core belongs to the web server, ingest and dispatch (worker/README.md).
 */
export const PASSES_IN_FLIGHT = availableParallelism() >= 4 ? 2 : 1;
const BUDGET_MS = 2_000;
/** A lane is looked at this often even when nothing is known to become due. */
const LONGEST_SLEEP_MS = 60_000;
/** Buckets and runs that somebody else holds are looked at again after this pause. */
const HELD_PAUSE_MS = 20;

export type LaneRunner = {
  /** Passes over the lane's due runs for at most two seconds, then arranges the lane's next wake-up. */
  run: (lane: number, abortSignal?: AbortSignal) => Promise<void>;
  /** Forgets the planned wake-ups. */
  stop: () => void;
};

/** Drives the passes of this process. `sql` is an engine client with two connections for each pass in flight. */
export function createLaneRunner({ sql, logger, guard }: { sql: Sql; logger: Logger; guard: CrashGuard }): LaneRunner {
  const marks = new LowWaterMarks();
  const limit = createLimiter(PASSES_IN_FLIGHT);
  const groupSizes = new Map<number, number>();
  const alarms = new Map<number, NodeJS.Timeout>();

  const passOnce = async (lane: number, due: readonly number[]): Promise<PassResult & { tried: number }> => {
    const size = groupSizes.get(lane) ?? BUCKETS_PER_LANE;
    const result = await limit(() => guard.pass(lane, { buckets: due.slice(0, size), marks }));
    // A full pass holds no more buckets than it needs; a lane with little to do is done in one.
    groupSizes.set(lane, result.isFull ? Math.max(1, size >> 1) : Math.min(BUCKETS_PER_LANE, size * 2));
    await nudge(sql, { dispatches: result.dispatches, hasEvents: result.hasEmitted });
    return { ...result, tried: size };
  };

  /** At the very moment: Graphile Worker looks for jobs that have become due only every two seconds. */
  const setAlarm = (lane: number, at: Date, now: Date): void => {
    clearTimeout(alarms.get(lane));
    const alarm = setTimeout(
      () => {
        nudgeLanes(sql, [lane]).catch((error: unknown) => logger.warn({ error, lane }, "a lane could not be woken"));
      },
      Math.max(0, at.getTime() - now.getTime()),
    );
    alarms.set(lane, alarm.unref());
  };

  const rest = async (lane: number): Promise<void> => {
    for (let armedFor = Number.POSITIVE_INFINITY; ; ) {
      const { next, now } = await readLane(sql, lane);
      const latest = now.getTime() + LONGEST_SLEEP_MS;
      const wakeAt = Math.min(next[0]?.dueAt.getTime() ?? latest, latest);
      // Somebody may have woken the lane just before it was put to rest, so it is looked at once more afterwards.
      if (wakeAt >= armedFor) return;
      armedFor = wakeAt;
      await enqueueLanes(sql, [lane], new Date(wakeAt));
      setAlarm(lane, new Date(wakeAt), now);
    }
  };

  const run = async (lane: number, abortSignal?: AbortSignal): Promise<void> => {
    const deadline = performance.now() + BUDGET_MS;
    let due: number[] = [];
    while (performance.now() < deadline && abortSignal?.aborted !== true) {
      if (due.length === 0)
        due = (await readLane(sql, lane)).next.flatMap(({ bucket, isDue }) => (isDue ? [bucket] : []));
      if (due.length === 0) return rest(lane);
      const { tried, claimed, isFull } = await passOnce(lane, due);
      if (!isFull) due = due.slice(tried);
      if (claimed.length === 0) await new Promise((done) => setTimeout(done, HELD_PAUSE_MS));
    }
    await enqueueLanes(sql, [lane]);
  };

  const stop = (): void => {
    for (const alarm of alarms.values()) clearTimeout(alarm);
    alarms.clear();
  };
  return { run, stop };
}

async function readLane(sql: Sql, lane: number): Promise<Awaited<ReturnType<typeof readNextDue>>> {
  const from = lane * BUCKETS_PER_LANE;
  return readNextDue(sql, { from, to: from + BUCKETS_PER_LANE - 1 });
}
