import type { Json, JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { bucketOf } from "../jobs.ts";
import { numberArray, textArray } from "./array-literal.ts";
import type { RunName } from "./claim-pass.ts";

type OfCustomers = { customerIds: readonly number[] };

export async function readTimeScales(tx: SqlOrTx, workspaceIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx<{ id: number; timeScale: number }[]>`
    select id, time_scale as "timeScale" from workspace where id = any(${numberArray(workspaceIds)}::int[])`;
  return new Map(rows.map((row) => [row.id, row.timeScale]));
}

/** Reading more single attributes than this costs more than reading all of them. */
const MOST_PROJECTED = 24;

/** Attributes by customer id; only the named ones, because whole ones cost a pass a quarter of its speed (worker/README.md). */
export async function readAttributes(
  tx: SqlOrTx,
  { customerIds, names }: OfCustomers & { names: readonly string[] },
): Promise<Map<number, JsonObject>> {
  if (names.length === 0) return new Map();
  if (names.length > MOST_PROJECTED) return readAllAttributes(tx, { customerIds });
  const columns = names.map((name, index) =>
    index === 0 ? tx`attributes -> ${name}::text` : tx`, attributes -> ${name}::text`,
  );
  const rows = await tx<{ id: number; values: Json[] }[]>`
    select found.id, found.values from ${named(tx, customerIds)}
    cross join lateral (
      select id, jsonb_build_array(${columns}) as values from customer
      where customer.bucket = named.bucket and customer.id = named.id offset 0
    ) as found`;
  return new Map(rows.map((row) => [row.id, project(names, row.values)]));
}

function project(names: readonly string[], values: readonly Json[]): JsonObject {
  const attributes: JsonObject = {};
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value !== null && value !== undefined) attributes[name] = value;
  }
  return attributes;
}

async function readAllAttributes(tx: SqlOrTx, { customerIds }: OfCustomers): Promise<Map<number, JsonObject>> {
  const rows = await tx<{ id: number; attributes: JsonObject }[]>`
    select found.* from ${named(tx, customerIds)}
    cross join lateral (
      select id, attributes from customer where customer.bucket = named.bucket and customer.id = named.id offset 0
    ) as found`;
  return new Map(rows.map((row) => [row.id, row.attributes]));
}

export type StoredEventMemory = { customerId: number; name: string; count: number; firstAt: Date; lastAt: Date };

export async function readEventMemory(
  tx: SqlOrTx,
  { customerIds, names }: OfCustomers & { names: readonly string[] },
): Promise<StoredEventMemory[]> {
  if (names.length === 0) return [];
  return tx<StoredEventMemory[]>`
    select found.* from ${named(tx, customerIds)}
    cross join lateral (
      select customer_id as "customerId", name, count, first_at as "firstAt", last_at as "lastAt" from customer_event as known
      where known.bucket = named.bucket and known.customer_id = named.id and name = any(${textArray(names)}::text[]) offset 0
    ) as found`;
}

export type StoredAssignment = { customerId: number; journeyId: number; nodeId: string; variant: string };

export async function readAssignments(tx: SqlOrTx, { customerIds }: OfCustomers): Promise<StoredAssignment[]> {
  if (customerIds.length === 0) return [];
  return tx<StoredAssignment[]>`
    select found.* from ${named(tx, customerIds)}
    cross join lateral (
      select customer_id as "customerId", journey_id as "journeyId", node_id as "nodeId", variant from assignment
      where assignment.bucket = named.bucket and assignment.customer_id = named.id offset 0
    ) as found`;
}

export type StoredInput = { runId: number; step: number; input: JsonObject };

/** Takes what has reached the runs, in the order it came. */
export async function consumeInputs(tx: SqlOrTx, runs: readonly RunName[]): Promise<StoredInput[]> {
  if (runs.length === 0) return [];
  return tx<StoredInput[]>`
    with consumed as (
      delete from run_input where ctid = any(array(
        select found.ctid from unnest(
          ${numberArray(runs.map((run) => run.bucket))}::smallint[],
          ${numberArray(runs.map((run) => run.id))}::bigint[]
        ) as named(bucket, id)
        cross join lateral (
          select ctid from run_input where run_input.bucket = named.bucket and run_id = named.id offset 0
        ) as found
      ))
      returning id, run_id, step, input
    )
    select run_id as "runId", step, input from consumed order by id`;
}

export type CustomerIdentity = { customerId: number; userId: string | null; anonymousId: string | null };

/** The ids under which an event of a customer finds back to it. */
export async function readIdentities(tx: SqlOrTx, { customerIds }: OfCustomers): Promise<CustomerIdentity[]> {
  if (customerIds.length === 0) return [];
  return tx<CustomerIdentity[]>`
    select customer.id as "customerId",
      coalesce(customer.external_id, (
        select value from customer_identity as known
        where known.customer_id = customer.id and known.workspace_id = customer.workspace_id and kind = 'user' limit 1
      )) as "userId",
      (
        select value from customer_identity as known
        where known.customer_id = customer.id and known.workspace_id = customer.workspace_id and kind = 'anonymous' limit 1
      ) as "anonymousId"
    from ${named(tx, customerIds)} join customer on customer.bucket = named.bucket and customer.id = named.id`;
}

/**
 * Customers by primary key. What is joined to it stands in `lateral (... offset 0)`, so that every plan goes from here to the index:
 * one that was made while the other table was empty would otherwise read that table again for each customer.
 */
function named(tx: SqlOrTx, customerIds: readonly number[]) {
  return tx`unnest(${numberArray(customerIds.map(bucketOf))}::smallint[], ${numberArray(customerIds)}::bigint[]) as named(bucket, id)`;
}
