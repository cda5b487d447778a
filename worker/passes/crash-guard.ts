import type { Sql } from "#db/client.ts";
import type { RunName } from "#db/queries/claim-pass.ts";
import { hasRecentCrash } from "#db/queries/heartbeat.ts";
import { forgetAttempts, noteAttempt, type PassAttempt, readBrokenAttempts } from "#db/queries/pass-attempts.ts";
import { passSafely } from "./pass-safely.ts";
import type { PassOptions, PassResult } from "./run-pass.ts";

/** While workers crash, passes are small: each run of a broken one is tried alone. */
const CAREFUL_SIZE = 200;
const MOST_CRASHES = 3;

export type CrashGuard = {
  /** Finds out whether a worker has died lately; passes are careful then. */
  refresh: () => Promise<void>;
  /** Like `passSafely`, but a run whose pass kills the process is found, and held after three crashes. */
  pass: (lane: number, options: PassOptions) => Promise<PassResult>;
};

/**
 * In quiet times it costs nothing. After a crash every pass notes its runs first. When the process dies again, the next one tries the
 * noted runs one at a time, each with its own note; a run that was alone in a pass when three processes died is held for a person. One
 * such death proves nothing: somebody may have killed the process.
 */
export function createCrashGuard(sql: Sql, processId: string): CrashGuard {
  let isCareful = false;

  const noted = async (lane: number, options: PassOptions, crashes = 0): Promise<PassResult> => {
    const notes: number[] = [];
    const onClaim: PassOptions["onClaim"] = async (runs) => {
      notes.push(await noteAttempt(sql, { lane, processId, runs, crashes }));
    };
    try {
      return await passSafely(sql, { ...options, limit: CAREFUL_SIZE, onClaim });
    } finally {
      await forgetAttempts(sql, notes);
    }
  };

  const clear = async (lane: number, attempt: PassAttempt, options: PassOptions): Promise<void> => {
    const runs = namesOf(attempt);
    const crashes = runs.length === 1 ? attempt.crashes + 1 : 0;
    const forced = crashes >= MOST_CRASHES ? { code: "step.crashed", params: {} } : undefined;
    for (const run of runs) await noted(lane, { ...options, buckets: [run.bucket], only: [run], forced }, crashes);
    await forgetAttempts(sql, [attempt.id]);
  };

  return {
    refresh: async () => {
      isCareful = await hasRecentCrash(sql);
    },
    pass: async (lane, options) => {
      if (!isCareful) return passSafely(sql, options);
      const broken = await readBrokenAttempts(sql, lane);
      // Those that were alone first: their count must not be lost by trying them again as one of many.
      broken.sort((left, right) => left.runIds.length - right.runIds.length);
      for (const attempt of broken) await clear(lane, attempt, options);
      return noted(lane, options);
    },
  };
}

const namesOf = ({ buckets, runIds }: PassAttempt): RunName[] =>
  runIds.flatMap((id, index) => {
    const bucket = buckets[index];
    return bucket === undefined ? [] : [{ bucket, id }];
  });
