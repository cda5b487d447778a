import type { SqlOrTx } from "../client.ts";
import { numberArray, textArray, timeArray } from "./array-literal.ts";

export type CustomerEventRow = {
  customerId: number;
  workspaceId: number;
  name: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
};
export type EventTypeRow = { workspaceId: number; name: string; count: number; lastAt: Date };

/** Adds to how often customers did events. Call it with their buckets' locks held. */
export async function addCustomerEvents(tx: SqlOrTx, rows: readonly CustomerEventRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into customer_event (bucket, customer_id, workspace_id, name, count, first_at, last_at)
    select (customer_id & 255)::smallint, customer_id, workspace_id, name, count, first_at, last_at
    from unnest(
      ${numberArray(rows.map((row) => row.customerId))}::bigint[],
      ${numberArray(rows.map((row) => row.workspaceId))}::int[],
      ${textArray(rows.map((row) => row.name))}::text[],
      ${numberArray(rows.map((row) => row.count))}::bigint[],
      ${timeArray(rows.map((row) => row.firstAt))}::timestamptz[],
      ${timeArray(rows.map((row) => row.lastAt))}::timestamptz[]
    ) as e(customer_id, workspace_id, name, count, first_at, last_at)
    on conflict (bucket, customer_id, name) do update set count = customer_event.count + excluded.count,
      first_at = least(customer_event.first_at, excluded.first_at), last_at = greatest(customer_event.last_at, excluded.last_at)`;
}

/** Adds to how often events were seen in a workspace. */
export async function addEventTypes(tx: SqlOrTx, rows: readonly EventTypeRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into event_type (workspace_id, name, count, last_at)
    select * from unnest(
      ${numberArray(rows.map((row) => row.workspaceId))}::int[],
      ${textArray(rows.map((row) => row.name))}::text[],
      ${numberArray(rows.map((row) => row.count))}::bigint[],
      ${timeArray(rows.map((row) => row.lastAt))}::timestamptz[]
    )
    on conflict (workspace_id, name) do update set count = event_type.count + excluded.count,
      last_at = greatest(event_type.last_at, excluded.last_at)`;
}

/** Remembers attribute names with the type of their first value. */
export async function insertAttributeTypes(
  tx: SqlOrTx,
  rows: readonly { workspaceId: number; name: string; type: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    insert into attribute_type (workspace_id, name, type)
    select * from unnest(
      ${numberArray(rows.map((row) => row.workspaceId))}::int[],
      ${textArray(rows.map((row) => row.name))}::text[],
      ${textArray(rows.map((row) => row.type))}::text[]
    ) on conflict (workspace_id, name) do nothing`;
}

export type WaitingRun = { customerId: number; eventName: string; runId: number; step: number; workspaceId: number };

/** Runs of these customers that wait for these events. */
export async function readWaiters(
  tx: SqlOrTx,
  wanted: readonly { customerId: number; eventName: string }[],
): Promise<WaitingRun[]> {
  if (wanted.length === 0) return [];
  return tx<WaitingRun[]>`
    select w.customer_id as "customerId", w.event_name as "eventName", w.run_id as "runId", w.step, w.workspace_id as "workspaceId"
    from unnest(
      ${numberArray(wanted.map((pair) => pair.customerId))}::bigint[],
      ${textArray(wanted.map((pair) => pair.eventName))}::text[]
    ) as p(customer_id, event_name)
    join waiter w on w.bucket = (p.customer_id & 255)::smallint and w.customer_id = p.customer_id and w.event_name = p.event_name`;
}
