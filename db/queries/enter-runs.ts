import { createHash } from "node:crypto";
import type { Reentry } from "../../app/engine/node-type.ts";
import type { SqlOrTx } from "../client.ts";
import { bucketOf, laneOf } from "../jobs.ts";
import { runPriority } from "../schema/run.ts";
import { numberArray, textArray } from "./array-literal.ts";
import { lockBuckets } from "./bucket-lock.ts";

export type RunEntry = {
  workspaceId: number;
  journeyId: number;
  versionId: number;
  customerId: number;
  /** Index of the entry node in the version. */
  node: number;
  reentry: Reentry;
  /** Names what let the customer in (an event's message id); the same key never enters twice. */
  key: string;
  /**
   * When that happened; "since entry" counts from here, so that an event sent in one batch with the start is not missed. Now when absent
   * or in the future.
   */
  at?: Date;
  priority?: number;
};
export type EnteredRun = { customerId: number; journeyId: number; runId: number };

/**
 * Lets customers into journeys, with the step log and the counters, as far as re-entry allows; the rest is left out silently.
 * Takes the locks of the customers' buckets. The lanes returned have to be nudged after the commit.
 */
export async function enterRuns(
  tx: SqlOrTx,
  entries: readonly RunEntry[],
): Promise<{ entered: EnteredRun[]; lanes: number[] }> {
  if (entries.length === 0) return { entered: [], lanes: [] };
  const wanted = withoutDoubles(entries);
  await lockBuckets(
    tx,
    wanted.map((entry) => bucketOf(entry.customerId)),
  );
  // The clock is read after the locks: nothing becomes due before the last claim of these buckets, so no claim can miss it.
  const entered = await tx<EnteredRun[]>`
    with moment as materialized (select clock_timestamp() as at),
    entry as (
      select * from unnest(
        ${numberArray(wanted.map((entry) => entry.workspaceId))}::int[],
        ${numberArray(wanted.map((entry) => entry.journeyId))}::int[],
        ${numberArray(wanted.map((entry) => entry.versionId))}::int[],
        ${numberArray(wanted.map((entry) => entry.customerId))}::bigint[],
        ${numberArray(wanted.map((entry) => entry.node))}::smallint[],
        ${numberArray(wanted.map(entryKey))}::bigint[],
        ${numberArray(wanted.map((entry) => entry.priority ?? runPriority.live))}::smallint[],
        ${textArray(wanted.map((entry) => entry.reentry))}::text[],
        ${textArray(wanted.map((entry) => entry.at?.toISOString() ?? "infinity"))}::timestamptz[]
      ) with ordinality as entry(workspace_id, journey_id, version_id, customer_id, node, entry_key, priority, reentry, happened_at, position)
    ),
    inserted as (
      insert into run (customer_id, entry_key, due_at, entered_at, node_entered_at, workspace_id, journey_id, version_id, bucket, node, priority)
      select customer_id, entry_key, at, least(happened_at, at), at, workspace_id, journey_id, version_id, (customer_id & 255)::smallint, node, priority
      from entry, moment
      -- A merge may have absorbed the customer while this waited for the lock.
      where exists (select 1 from customer where customer.bucket = (entry.customer_id & 255)::smallint and customer.id = entry.customer_id)
        and (reentry <> 'after-exit' or not exists (
          select 1 from run as open
          where open.bucket = (entry.customer_id & 255)::smallint and open.journey_id = entry.journey_id
            and open.customer_id = entry.customer_id and open.state in (0, 1, 3)
        ))
      order by position
      on conflict (bucket, journey_id, customer_id, entry_key) do nothing
      returning id, customer_id, node_entered_at, workspace_id, journey_id, version_id, bucket, node
    ),
    logged as (
      insert into step_log (run_id, customer_id, at, step, workspace_id, journey_id, version_id, bucket, kind, from_node, port, to_node)
      select id, customer_id, node_entered_at, 0, workspace_id, journey_id, version_id, bucket, 0, -1, -1, node from inserted
    ),
    counted as (
      insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
      select date_trunc('hour', node_entered_at, 'UTC'), workspace_id, journey_id, version_id, count(*), 0, -1, -1, node
      from inserted group by 1, 2, 3, 4, node
    )
    select customer_id as "customerId", journey_id as "journeyId", id as "runId" from inserted`;
  return { entered: [...entered], lanes: lanesOf(entered.map((run) => bucketOf(run.customerId))) };
}

/** Lanes of the given buckets, each once. */
export function lanesOf(buckets: readonly number[]): number[] {
  return [...new Set(buckets.map(laneOf))].sort((left, right) => left - right);
}

/** One statement does not see its own rows, so of two `after-exit` entries of one customer only the first may reach it. */
function withoutDoubles(entries: readonly RunEntry[]): RunEntry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    if (entry.reentry !== "after-exit") return true;
    const name = `${entry.journeyId}:${entry.customerId}`;
    return seen.has(name) ? false : seen.add(name);
  });
}

const TWO_TO_32 = 2 ** 32;

function entryKey(entry: RunEntry): number {
  if (entry.reentry === "once") return 0;
  const digest = createHash("sha256").update(entry.key).digest();
  // 0 belongs to `once`.
  return (digest.readUInt32BE(0) >>> 12) * TWO_TO_32 + digest.readUInt32BE(4) || 1;
}
