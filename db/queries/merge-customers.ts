import type { SqlOrTx } from "../client.ts";
import { numberArray } from "./array-literal.ts";

export type MergedRun = {
  id: number;
  customerId: number;
  journeyId: number;
  versionId: number;
  entryKey: number;
  state: number;
  enteredAt: Date;
};
export type CustomerPair = { survivor: number; absorbed: number };

/** All runs of the given customers, ended ones too. */
export async function readRunsOfCustomers(tx: SqlOrTx, customerIds: readonly number[]): Promise<MergedRun[]> {
  if (customerIds.length === 0) return [];
  return tx<MergedRun[]>`
    select run.id, customer_id as "customerId", journey_id as "journeyId", version_id as "versionId",
      entry_key as "entryKey", state, entered_at as "enteredAt"
    from unnest(${numberArray(customerIds)}::bigint[]) as c(id)
    join run on run.bucket = (c.id & 255)::smallint and run.customer_id = c.id
      and run.journey_id = any(array(select j.id from journey j join customer k on k.workspace_id = j.workspace_id
        where k.id = any(${numberArray(customerIds)}::bigint[])))
    order by run.id`;
}

/** Ends open runs where they stand: step log, counters and waits; effects that have not been frozen are cancelled where people see it. */
export async function endRuns(tx: SqlOrTx, runs: readonly Pick<MergedRun, "id" | "customerId">[]): Promise<void> {
  if (runs.length === 0) return;
  const ended = await tx<{ bucket: number; id: number }[]>`
    with moment as materialized (select clock_timestamp() as at),
    ended as (
      update run set state = 2, due_at = null, step = step + 1
      from unnest(${numberArray(runs.map((run) => run.id))}::bigint[], ${numberArray(runs.map((run) => run.customerId))}::bigint[]) as r(id, customer_id)
      where run.bucket = (r.customer_id & 255)::smallint and run.id = r.id and run.state in (0, 1)
      returning run.*
    ),
    logged as (
      insert into step_log (run_id, customer_id, at, step, workspace_id, journey_id, version_id, bucket, kind, from_node, port, to_node)
      select id, customer_id, at, step, workspace_id, journey_id, version_id, bucket, 2, node, -1, -1 from ended, moment
    ),
    counted as (
      insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
      select date_trunc('hour', at, 'UTC'), workspace_id, journey_id, version_id, count(*), 2, node, -1, -1
      from ended, moment group by 1, 2, 3, 4, node
    ),
    cancelled as (
      update effect_intent i set state = 5 from ended where i.bucket = ended.bucket and i.run_id = ended.id and i.state = 0
      returning i.*
    ),
    told as (
      insert into message (intent_id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, state, recipient, request,
        reason, created_at, settled_at)
      select id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, 'cancelled', '', '{}'::jsonb, 'merged', at, at
      from cancelled, moment
    )
    select bucket, id from ended`;
  const buckets = numberArray(ended.map((run) => run.bucket));
  const ids = numberArray(ended.map((run) => run.id));
  await tx`delete from waiter w using unnest(${buckets}::smallint[], ${ids}::bigint[]) as r(bucket, id)
    where w.bucket = r.bucket and w.run_id = r.id`;
  await tx`delete from run_input i using unnest(${buckets}::smallint[], ${ids}::bigint[]) as r(bucket, id)
    where i.bucket = r.bucket and i.run_id = r.id`;
}

export type RunMove = { runId: number; absorbed: number; survivor: number; entryKey: number };

/**
 * Hands runs over to another customer, with everything that hangs on them, into that customer's bucket. Both buckets' locks must be
 * held. Effects go first: whoever settles one at this moment has its row, and is waited for.
 */
export async function moveRuns(tx: SqlOrTx, moves: readonly RunMove[]): Promise<void> {
  if (moves.length === 0) return;
  const moved = tx`
    select id, absorbed, survivor, entry_key, (absorbed & 255)::smallint as old_bucket, (survivor & 255)::smallint as new_bucket
    from unnest(
      ${numberArray(moves.map((move) => move.runId))}::bigint[],
      ${numberArray(moves.map((move) => move.absorbed))}::bigint[],
      ${numberArray(moves.map((move) => move.survivor))}::bigint[],
      ${numberArray(moves.map((move) => move.entryKey))}::bigint[]
    ) as m(id, absorbed, survivor, entry_key)`;
  await tx`update effect_intent t set bucket = m.new_bucket, customer_id = m.survivor from (${moved}) m
    where t.bucket = m.old_bucket and t.run_id = m.id`;
  await tx`update run t set bucket = m.new_bucket, customer_id = m.survivor, entry_key = m.entry_key from (${moved}) m
    where t.bucket = m.old_bucket and t.id = m.id`;
  await tx`update waiter t set bucket = m.new_bucket, customer_id = m.survivor from (${moved}) m
    where t.bucket = m.old_bucket and t.run_id = m.id`;
  await tx`update run_input t set bucket = m.new_bucket from (${moved}) m where t.bucket = m.old_bucket and t.run_id = m.id`;
  await tx`update run_hold t set bucket = m.new_bucket from (${moved}) m where t.bucket = m.old_bucket and t.run_id = m.id`;
  await tx`update step_log t set bucket = m.new_bucket, customer_id = m.survivor from (${moved}) m
    where t.bucket = m.old_bucket and t.run_id = m.id`;
}

/** Hands over everything else of the absorbed customers and removes them. The survivor's own assignments and counts stay. */
export async function absorbCustomers(tx: SqlOrTx, pairs: readonly CustomerPair[]): Promise<void> {
  if (pairs.length === 0) return;
  const list = tx`unnest(${numberArray(pairs.map((pair) => pair.survivor))}::bigint[],
    ${numberArray(pairs.map((pair) => pair.absorbed))}::bigint[]) as p(survivor, absorbed)`;
  await tx`update customer_identity set customer_id = p.survivor from ${list} where customer_id = p.absorbed`;
  await tx`
    with moved as (
      delete from customer_event e using ${list}
      where e.bucket = (p.absorbed & 255)::smallint and e.customer_id = p.absorbed
      returning p.survivor, e.name, e.workspace_id, e.count, e.first_at, e.last_at
    )
    insert into customer_event (bucket, customer_id, name, workspace_id, count, first_at, last_at)
    select (survivor & 255)::smallint, survivor, name, workspace_id, sum(count), min(first_at), max(last_at)
    from moved group by survivor, name, workspace_id
    on conflict (bucket, customer_id, name) do update set count = customer_event.count + excluded.count,
      first_at = least(customer_event.first_at, excluded.first_at), last_at = greatest(customer_event.last_at, excluded.last_at)`;
  await tx`
    with moved as (
      delete from assignment a using ${list}
      where a.bucket = (p.absorbed & 255)::smallint and a.customer_id = p.absorbed
      returning p.survivor, a.journey_id, a.node_id, a.variant, a.workspace_id, a.version_id, a.run_id, a.at
    )
    insert into assignment (bucket, customer_id, journey_id, node_id, variant, workspace_id, version_id, run_id, at)
    select (survivor & 255)::smallint, survivor, journey_id, node_id, variant, workspace_id, version_id, run_id, at
    from moved order by at
    on conflict (bucket, customer_id, journey_id, node_id) do nothing`;
  await tx`update message set customer_id = p.survivor from ${list} where customer_id = p.absorbed`;
  await tx`delete from customer c using ${list} where c.id = p.absorbed`;
}
