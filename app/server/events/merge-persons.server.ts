import type { Sql, SqlOrTx } from "#db/client.ts";
import {
  absorbCustomers,
  type CustomerPair,
  endRuns,
  type MergedRun,
  moveRuns,
  type RunMove,
} from "#db/queries/merge-customers.ts";
import { findProgram } from "#worker/program-cache.ts";
import { decideMerge } from "./decide-merge.ts";

export type MergeGroup = { survivor: number; members: readonly number[] };

/** Makes one customer out of each group, runs included. The locks of all their buckets must be held. */
export async function mergePersons(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  groups: readonly MergeGroup[],
  runs: readonly MergedRun[],
): Promise<void> {
  const always = await versionsThatEnterAlways({ sql, tx }, runs);
  const ends: MergedRun[] = [];
  const moves: RunMove[] = [];
  const pairs: CustomerPair[] = [];
  for (const { survivor, members } of groups) {
    const own = runs.filter((run) => members.includes(run.customerId));
    const decision = decideMerge(own, { survivor, entersAlways: (versionId) => always.has(versionId) });
    ends.push(...decision.ends);
    for (const { run, entryKey } of decision.moves)
      moves.push({ runId: run.id, absorbed: run.customerId, survivor, entryKey });
    for (const absorbed of members) if (absorbed !== survivor) pairs.push({ survivor, absorbed });
  }
  await endRuns(tx, ends);
  await moveRuns(tx, moves);
  await absorbCustomers(tx, pairs);
}

async function versionsThatEnterAlways(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  runs: readonly MergedRun[],
): Promise<Set<number>> {
  const always = new Set<number>();
  for (const versionId of new Set(runs.map((run) => run.versionId))) {
    const program = await findProgram(sql, versionId, tx);
    if (program?.entries.some((node) => node.bound.entry?.reentry === "always")) always.add(versionId);
  }
  return always;
}
