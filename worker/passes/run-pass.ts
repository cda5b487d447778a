import type { Sql, SqlOrTx } from "#db/client.ts";
import { tryLockBuckets } from "#db/queries/bucket-lock.ts";
import { type ClaimedRun, claimDueRuns, claimRunsByName, type RunName, readMoment } from "#db/queries/claim-pass.ts";
import { readIdentities } from "#db/queries/load-pass.ts";
import { writePass } from "#db/queries/write-pass.ts";
import { intentKind } from "#db/schema/effect.ts";
import { runPriority } from "#db/schema/run.ts";
import type { DispatchTarget } from "../nudge.ts";
import { rememberAttributes, tellAttributes } from "./attribute-names.ts";
import type { LowWaterMarks } from "./low-water.ts";
import { loadPassContext } from "./pass-context.ts";
import { type Hold, stepRuns } from "./step-runs.ts";

/** The rate is flat from here on, and a pass of 1,000 holds its buckets for about 50 ms. */
export const PASS_SIZE = 1_000;
/** Shares of a pass that live events, resumed waits and waves can count on; what one does not use goes to the others. */
const SHARES = [
  { priority: runPriority.live, share: 0.7 },
  { priority: runPriority.resumed, share: 0.2 },
  { priority: runPriority.wave, share: 0.1 },
] as const;

export type PassResult = {
  /** Buckets that no other pass or entry held. */
  locked: number[];
  claimed: ClaimedRun[];
  /** True when the claim was full, so that more may be due. */
  isFull: boolean;
  dispatches: DispatchTarget[];
  hasEmitted: boolean;
};

export type PassOptions = {
  buckets: readonly number[];
  marks: LowWaterMarks;
  limit?: number | undefined;
  /** Only these runs. */
  only?: readonly RunName[] | undefined;
  /** Holds the runs for this reason instead of advancing them. */
  forced?: Hold | undefined;
  /** Called between claim and work, when nothing has been decided yet. */
  onClaim?: ((runs: readonly ClaimedRun[]) => void | Promise<void>) | undefined;
};

const NOTHING: PassResult = { locked: [], claimed: [], isFull: false, dispatches: [], hasEmitted: false };

/**
 * One pass over some buckets in one transaction: claims due runs, advances each to its next wait or its end, and writes all of it or
 * nothing. Rejects with the database's error; the runs are then as they were.
 */
export async function runPass(sql: Sql, options: PassOptions): Promise<PassResult> {
  const { buckets, marks, only } = options;
  let newNames: readonly string[] = [];
  const result = await sql.begin(async (tx): Promise<PassResult> => {
    const [locked, now] = await Promise.all([tryLockBuckets(tx, buckets), readMoment(tx)]);
    if (locked.length === 0) return NOTHING;
    const { runs, isFull } = only ? await claimOnly(tx, { only, locked }) : await claimShares(tx, options, locked);
    if (runs.length === 0) return { ...NOTHING, locked };
    await options.onClaim?.(runs);
    const { told, ...asked } = await work({ sql, tx }, { now, runs, forced: options.forced });
    newNames = told;
    return { ...asked, locked, claimed: runs, isFull };
  });
  rememberAttributes(newNames);
  if (result.isFull) marks.raise(result.claimed);
  else if (only === undefined) marks.reset(result.locked);
  return result;
}

async function work(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  { now, runs, forced }: { now: Date; runs: readonly ClaimedRun[]; forced: Hold | undefined },
): Promise<Pick<PassResult, "dispatches" | "hasEmitted"> & { told: readonly string[] }> {
  const context = await loadPassContext({ sql, tx }, runs);
  const collector = stepRuns(runs, { context, now, forced });
  const customerIds = [...new Set(collector.emitted.map((event) => event.customerId))];
  const identities = new Map((await readIdentities(tx, { customerIds })).map((row) => [row.customerId, row]));
  const rows = collector.rows((customerId) => identities.get(customerId));
  await writePass(tx, { now, rows });
  const told = await tellAttributes(tx, collector.attributes);
  const targets = new Map<string, DispatchTarget>();
  for (const { kind, run } of rows.intents) {
    const name = kind === intentKind.email ? "email" : "webhook";
    targets.set(`${name}:${run.workspaceId}`, { kind: name, workspaceId: run.workspaceId });
  }
  return { dispatches: [...targets.values()], hasEmitted: rows.emitted.length > 0, told };
}

type Claimed = { runs: ClaimedRun[]; isFull: boolean };

async function claimOnly(
  tx: SqlOrTx,
  { only, locked }: { only: readonly RunName[]; locked: readonly number[] },
): Promise<Claimed> {
  const names = only.filter(({ bucket }) => locked.includes(bucket));
  return { runs: await claimRunsByName(tx, names), isFull: false };
}

/** Claims every priority's share, then gives the places left over to those that have more, in order of priority. */
async function claimShares(
  tx: SqlOrTx,
  { marks, limit = PASS_SIZE }: PassOptions,
  locked: readonly number[],
): Promise<Claimed> {
  const shares = await Promise.all(
    SHARES.map(async ({ priority, share }) => {
      const places = Math.max(1, Math.floor(limit * share));
      const buckets = locked.map((bucket) => ({ bucket, above: marks.get(bucket, priority) }));
      return { priority, places, buckets, runs: await claimDueRuns(tx, { buckets, priority, limit: places }) };
    }),
  );
  const runs = shares.flatMap((share) => share.runs);
  for (const { priority, places, buckets, runs: first } of shares) {
    if (first.length < places || runs.length >= limit) continue;
    const reached = new Map(first.map((run) => [run.bucket, { dueAt: run.dueAt, id: run.id }]));
    const behind = buckets.map(({ bucket, above }) => ({ bucket, above: reached.get(bucket) ?? above }));
    runs.push(...(await claimDueRuns(tx, { buckets: behind, priority, limit: limit - runs.length })));
  }
  return { runs, isFull: runs.length >= limit };
}
