import type { SqlOrTx } from "../client.ts";
import { numberArray } from "./array-literal.ts";

export type ClaimedRun = {
  id: number;
  customerId: number;
  workspaceId: number;
  journeyId: number;
  versionId: number;
  step: number;
  node: number;
  priority: number;
  state: number;
  /** As text, because a Date would cut the microseconds off, and the claim goes on exactly behind it. */
  dueAt: string;
  enteredAt: Date;
  nodeEnteredAt: Date;
};

/** Where the claims of one bucket and priority have come to; a hint that spares them the dead index entries below it. */
export type LowWater = { dueAt: string; id: number };

const START: LowWater = { dueAt: "-infinity", id: 0 };

type Claim = { bucket: number; priority: number; above: LowWater | undefined; limit: number };

/**
 * Locks the next due runs of one priority in the order of (due_at, id); runs of paused and archived journeys stay where they are,
 * with their times. Call it with the bucket's lock held.
 */
export async function claimDueRuns(tx: SqlOrTx, { bucket, priority, above, limit }: Claim): Promise<ClaimedRun[]> {
  if (limit <= 0) return [];
  const { dueAt, id } = above ?? START;
  return tx<ClaimedRun[]>`
    select id, customer_id as "customerId", workspace_id as "workspaceId", journey_id as "journeyId", version_id as "versionId",
      step, node, priority, state, due_at::text as "dueAt", entered_at as "enteredAt", node_entered_at as "nodeEnteredAt"
    from run
    where bucket = ${bucket}::smallint and priority = ${priority}::smallint
      and due_at <= now() and (due_at, id) > (${dueAt}::text::timestamptz, ${id}::bigint)
      and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
    order by due_at, id
    limit ${limit}::int
    for no key update skip locked`;
}

/** Locks those of the named runs that are still due. */
export async function claimRunsById(
  tx: SqlOrTx,
  { bucket, ids }: { bucket: number; ids: readonly number[] },
): Promise<ClaimedRun[]> {
  return tx<ClaimedRun[]>`
    select id, customer_id as "customerId", workspace_id as "workspaceId", journey_id as "journeyId", version_id as "versionId",
      step, node, priority, state, due_at::text as "dueAt", entered_at as "enteredAt", node_entered_at as "nodeEnteredAt"
    from run
    where bucket = ${bucket}::smallint and id = any(${numberArray(ids)}::bigint[]) and due_at <= now()
      and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
    order by priority, due_at, id
    for no key update skip locked`;
}

export type DueBucket = { bucket: number; dueAt: Date };

/** The earliest due run of each bucket in the range, buckets without one left out; also those that are due later. */
export async function readNextDue(
  sql: SqlOrTx,
  { from, to }: { from: number; to: number },
): Promise<(DueBucket & { isDue: boolean })[]> {
  return sql<(DueBucket & { isDue: boolean })[]>`
    select bucket.number as bucket, min(next.due_at) as "dueAt", min(next.due_at) <= now() as "isDue"
    from generate_series(${from}::int, ${to}::int) as bucket(number)
    cross join generate_series(0, 2) as priority(number)
    cross join lateral (
      select due_at from run
      where run.bucket = bucket.number::smallint and run.priority = priority.number::smallint and due_at is not null
        and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
      order by due_at limit 1
    ) as next
    group by bucket.number
    order by min(next.due_at)`;
}

/** The moment of the transaction, the only clock of a pass. */
export async function readMoment(tx: SqlOrTx): Promise<Date> {
  const [row] = await tx<{ now: Date }[]>`select now() as now`;
  if (!row) throw new Error("The database did not tell the time");
  return row.now;
}
