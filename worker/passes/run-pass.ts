import type { Sql, SqlOrTx } from "#db/client.ts";
import { tryLockBucket } from "#db/queries/bucket-lock.ts";
import { type ClaimedRun, claimDueRuns, claimRunsById, readMoment } from "#db/queries/claim-pass.ts";
import { readIdentities } from "#db/queries/load-pass.ts";
import { writePass } from "#db/queries/write-pass.ts";
import { intentKind } from "#db/schema/effect.ts";
import { runPriority } from "#db/schema/run.ts";
import type { LowWaterMarks } from "./low-water.ts";
import { loadPassContext } from "./pass-context.ts";
import { type Hold, stepRuns } from "./step-runs.ts";

/** The rate is flat from here on, and a pass of 1,000 holds its bucket for about 50 ms. */
export const PASS_SIZE = 1_000;
/** Shares of a pass that live events, resumed waits and waves can count on; what one does not use goes to the others. */
const SHARES = [
  { priority: runPriority.live, share: 0.7 },
  { priority: runPriority.resumed, share: 0.2 },
  { priority: runPriority.wave, share: 0.1 },
] as const;

export type DispatchTarget = { kind: "email" | "webhook"; workspaceId: number };
export type PassResult = {
  /** False when another pass has the bucket. */
  hasLock: boolean;
  claimed: ClaimedRun[];
  /** True when the claim was full, so that more may be due. */
  isFull: boolean;
  dispatches: DispatchTarget[];
  hasEmitted: boolean;
};
export type PassOptions = {
  bucket: number;
  marks: LowWaterMarks;
  limit?: number;
  /** Only these runs, for finding the one that the database refuses. */
  ids?: readonly number[] | undefined;
  /** Holds the runs instead of advancing them. */
  forced?: Hold | undefined;
  /** Called between claim and work, while nothing is decided yet. */
  onClaim?: (runs: readonly ClaimedRun[]) => Promise<void>;
};

const NOTHING: PassResult = { hasLock: true, claimed: [], isFull: false, dispatches: [], hasEmitted: false };

/**
 * One pass over one bucket in one transaction: claims due runs, advances each to its next wait or its end, and writes all of it or
 * nothing. Rejects with the database's error; the runs are then as they were.
 */
export async function runPass(sql: Sql, options: PassOptions): Promise<PassResult> {
  const { bucket, marks, limit = PASS_SIZE, ids } = options;
  const result = await sql.begin(async (tx): Promise<PassResult> => {
    const [hasLock, now] = await Promise.all([tryLockBucket(tx, bucket), readMoment(tx)]);
    if (!hasLock) return { ...NOTHING, hasLock };
    const claim = ids
      ? { runs: await claimRunsById(tx, { bucket, ids }), isFull: false }
      : await claimShares(tx, { bucket, marks, limit });
    if (claim.runs.length === 0) return NOTHING;
    await options.onClaim?.(claim.runs);
    return {
      ...NOTHING,
      ...(await work({ sql, tx }, { options, now, runs: claim.runs })),
      claimed: claim.runs,
      isFull: claim.isFull,
    };
  });
  if (result.isFull) marks.raise(bucket, result.claimed);
  else if (result.hasLock && ids === undefined) marks.reset(bucket);
  return result;
}

async function work(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  { options, now, runs }: { options: PassOptions; now: Date; runs: readonly ClaimedRun[] },
): Promise<Pick<PassResult, "dispatches" | "hasEmitted">> {
  const { bucket, forced } = options;
  const context = await loadPassContext({ sql, tx }, { bucket, runs });
  const collector = stepRuns(runs, { context, now, forced });
  const customerIds = [...new Set(collector.emitted.map((event) => event.customerId))];
  const identities = new Map((await readIdentities(tx, { bucket, customerIds })).map((row) => [row.customerId, row]));
  const rows = collector.rows((customerId) => identities.get(customerId));
  await writePass(tx, { bucket, now, rows });
  const targets = new Map<string, DispatchTarget>();
  for (const { kind, run } of rows.intents) {
    const name = kind === intentKind.email ? "email" : "webhook";
    targets.set(`${name}:${run.workspaceId}`, { kind: name, workspaceId: run.workspaceId });
  }
  return { dispatches: [...targets.values()], hasEmitted: rows.emitted.length > 0 };
}

/** Claims every priority's share, then gives the places left over to those that have more, in order of priority. */
async function claimShares(
  tx: SqlOrTx,
  { bucket, marks, limit }: { bucket: number; marks: LowWaterMarks; limit: number },
): Promise<{ runs: ClaimedRun[]; isFull: boolean }> {
  const shares = await Promise.all(
    SHARES.map(async ({ priority, share }) => {
      const places = Math.max(1, Math.floor(limit * share));
      const runs = await claimDueRuns(tx, { bucket, priority, above: marks.get(bucket, priority), limit: places });
      return { priority, places, runs };
    }),
  );
  const runs = shares.flatMap((share) => share.runs);
  let isFull = false;
  for (const { priority, places, runs: first } of shares) {
    if (first.length < places) continue;
    const last = first.at(-1);
    const more = await claimDueRuns(tx, { bucket, priority, above: last, limit: limit - runs.length });
    runs.push(...more);
    isFull ||= runs.length >= limit;
  }
  return { runs, isFull };
}
