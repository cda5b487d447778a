import type { Sql } from "#db/client.ts";
import { lockBuckets } from "#db/queries/bucket-lock.ts";
import { selectWaitingRuns } from "#db/queries/effect-batches.ts";
import { type ClosedIntent, closeIntents } from "#db/queries/effects.ts";
import { nudgeLanes } from "../nudge.ts";
import { wakeForOutcomes } from "./wake.ts";

type Closing = { workspaceId: number; state: "cancelled" | "rejected"; closed: readonly ClosedIntent[] };

/**
 * Ends pending intents that never go out and wakes the runs that wait for them. Returns the ids that were still pending. The buckets
 * come first, as in a merge of two people, which moves intents: the other way round the two would wait for each other.
 */
export async function closeAndWake(sql: Sql, { workspaceId, state, closed }: Closing): Promise<number[]> {
  if (closed.length === 0) return [];
  const ids = closed.map((intent) => intent.id);
  const { ended, lanes } = await sql.begin(async (tx) => {
    const waiting = await selectWaitingRuns(tx, ids);
    await lockBuckets(
      tx,
      waiting.map((run) => run.bucket),
    );
    const ended = new Set(await closeIntents(tx, { workspaceId, state, closed }));
    const outcomes = new Map(
      closed.filter(({ id }) => ended.has(id)).map(({ id, reason }) => [id, { outcome: state, detail: { reason } }]),
    );
    const stillWaiting = outcomes.size === 0 ? [] : await selectWaitingRuns(tx, [...outcomes.keys()]);
    return { ended: [...ended], lanes: await wakeForOutcomes(tx, stillWaiting, outcomes) };
  });
  await nudgeLanes(sql, lanes);
  return ended;
}
