import type { SqlOrTx } from "../client.ts";
import { numberArray, textArray } from "./array-literal.ts";

export type ClaimedRun = {
  bucket: number;
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

export const LOWEST: LowWater = { dueAt: "-infinity", id: 0 };

type Claim = { buckets: readonly { bucket: number; above: LowWater }[]; priority: number; limit: number };

/**
 * Locks the next due runs of one priority, bucket by bucket in the order of (due_at, id); runs of paused and archived journeys stay
 * where they are, with their times. Call it with the buckets' locks held.
 */
export async function claimDueRuns(tx: SqlOrTx, { buckets, priority, limit }: Claim): Promise<ClaimedRun[]> {
  if (limit <= 0) return [];
  return tx<ClaimedRun[]>`
    select due.bucket, due.id, customer_id as "customerId", workspace_id as "workspaceId", journey_id as "journeyId", version_id as "versionId",
      step, node, priority, state, due.due_at::text as "dueAt", entered_at as "enteredAt", node_entered_at as "nodeEnteredAt"
    from unnest(
      ${numberArray(buckets.map(({ bucket }) => bucket))}::smallint[],
      ${textArray(buckets.map(({ above }) => above.dueAt))}::timestamptz[],
      ${numberArray(buckets.map(({ above }) => above.id))}::bigint[]
    ) as mark(bucket, due_at, id)
    cross join lateral (
      select * from run
      where run.bucket = mark.bucket and run.priority = ${priority}::smallint
        and run.due_at <= now() and (run.due_at, run.id) > (mark.due_at, mark.id)
        and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
      order by run.due_at, run.id
      limit ${limit}::int
      for no key update skip locked
    ) as due
    limit ${limit}::int`;
}

export type RunName = { bucket: number; id: number };

/** Locks those of the named runs that are still due. */
export async function claimRunsByName(tx: SqlOrTx, names: readonly RunName[]): Promise<ClaimedRun[]> {
  return tx<ClaimedRun[]>`
    select run.bucket, run.id, customer_id as "customerId", workspace_id as "workspaceId", journey_id as "journeyId", version_id as "versionId",
      step, node, priority, state, due_at::text as "dueAt", entered_at as "enteredAt", node_entered_at as "nodeEnteredAt"
    from unnest(${numberArray(names.map(({ bucket }) => bucket))}::smallint[], ${numberArray(names.map(({ id }) => id))}::bigint[]) as named(bucket, id)
    cross join lateral (
      select * from run
      where run.bucket = named.bucket and run.id = named.id and due_at <= now()
        and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
      for no key update skip locked
    ) as run`;
}

export type NextDue = { now: Date; next: { bucket: number; dueAt: Date; isDue: boolean }[] };

/** The earliest due run of each bucket in the range, the earliest first; buckets in which nothing will become due are left out. */
export async function readNextDue(sql: SqlOrTx, { from, to }: { from: number; to: number }): Promise<NextDue> {
  const [row] = await sql<{ now: Date; next: { bucket: number; dueAt: string; isDue: boolean }[] }[]>`
    select now() as now, coalesce(
      jsonb_agg(jsonb_build_object('bucket', bucket, 'dueAt', due_at, 'isDue', due_at <= now()) order by due_at), '[]'
    ) as next
    from (
      select bucket.number as bucket, min(due.due_at) as due_at
      from generate_series(${from}::int, ${to}::int) as bucket(number)
      cross join generate_series(0, 2) as priority(number)
      cross join lateral (
        select due_at from run
        where run.bucket = bucket.number::smallint and run.priority = priority.number::smallint and due_at is not null
          and journey_id <> all (array(select id from journey where state in ('paused', 'archived')))
        order by due_at limit 1
      ) as due
      group by bucket.number
    ) as buckets`;
  if (!row) throw new Error("The database did not tell the time");
  return { now: row.now, next: row.next.map((bucket) => ({ ...bucket, dueAt: new Date(bucket.dueAt) })) };
}

/** The moment of the transaction, the only clock of a pass. */
export async function readMoment(tx: SqlOrTx): Promise<Date> {
  const [row] = await tx<{ now: Date }[]>`select now() as now`;
  if (!row) throw new Error("The database did not tell the time");
  return row.now;
}
