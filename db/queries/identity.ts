import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { numberArray, textArray } from "./array-literal.ts";

export type IdentityKind = "user" | "anonymous";
export type Identity = { workspaceId: number; kind: IdentityKind; value: string };
export type KnownIdentity = Identity & { customerId: number };

/** The customers behind the given ids; unknown ids are left out. */
export async function findIdentities(tx: SqlOrTx, wanted: readonly Identity[]): Promise<KnownIdentity[]> {
  if (wanted.length === 0) return [];
  return tx<KnownIdentity[]>`
    select i.workspace_id as "workspaceId", i.kind, i.value, i.customer_id as "customerId"
    from unnest(
      ${numberArray(wanted.map((identity) => identity.workspaceId))}::int[],
      ${textArray(wanted.map((identity) => identity.kind))}::text[],
      ${textArray(wanted.map((identity) => identity.value))}::text[]
    ) as w(workspace_id, kind, value)
    join customer_identity i on i.workspace_id = w.workspace_id and i.kind = w.kind and i.value = w.value`;
}

/** Those of the customers that are known by a user id. */
export async function findIdentified(tx: SqlOrTx, customerIds: readonly number[]): Promise<Set<number>> {
  if (customerIds.length === 0) return new Set();
  const rows = await tx<{ id: number }[]>`
    select distinct customer_id as id from customer_identity
    where customer_id = any(${numberArray(customerIds)}::bigint[]) and kind = 'user'`;
  return new Set(rows.map((row) => row.id));
}

/** Creates as many empty, never seen customers as workspaces are given; returns their ids in the same order. */
export async function createCustomers(tx: SqlOrTx, workspaceIds: readonly number[]): Promise<number[]> {
  if (workspaceIds.length === 0) return [];
  const numbers = await tx<{ id: number }[]>`
    select nextval('customer_id_seq') as id from generate_series(1, ${workspaceIds.length}::int)`;
  const ids = numbers.map((row) => row.id);
  await tx`
    insert into customer (id, workspace_id, last_seen_at) overriding system value
    select id, workspace_id, 'epoch' from unnest(${numberArray(ids)}::bigint[], ${numberArray(workspaceIds)}::int[]) as c(id, workspace_id)`;
  return ids;
}

/** Remembers under which ids customers are known. An id that is known already stays where it is. */
export async function insertIdentities(tx: SqlOrTx, identities: readonly KnownIdentity[]): Promise<void> {
  if (identities.length === 0) return;
  await tx`
    insert into customer_identity (workspace_id, kind, value, customer_id)
    select * from unnest(
      ${numberArray(identities.map((identity) => identity.workspaceId))}::int[],
      ${textArray(identities.map((identity) => identity.kind))}::text[],
      ${textArray(identities.map((identity) => identity.value))}::text[],
      ${numberArray(identities.map((identity) => identity.customerId))}::bigint[]
    ) on conflict (workspace_id, kind, value) do nothing`;
}

export type StoredCustomer = { id: number; externalId: string | null; attributes: JsonObject };

export async function readCustomers(tx: SqlOrTx, ids: readonly number[]): Promise<StoredCustomer[]> {
  if (ids.length === 0) return [];
  return tx<StoredCustomer[]>`
    select id, external_id as "externalId", attributes from customer where id = any(${numberArray(ids)}::bigint[])`;
}

export type CustomerWrite = { id: number; externalId: string | null; attributes: JsonObject; seenAt: Date };

/** Writes what a batch of events made of its customers. Call it with their buckets' locks held. */
export async function writeCustomers(tx: SqlOrTx, customers: readonly CustomerWrite[]): Promise<void> {
  if (customers.length === 0) return;
  await tx`
    update customer set external_id = w.external_id, attributes = w.attributes::jsonb,
      last_seen_at = greatest(customer.last_seen_at, w.seen_at)
    from unnest(
      ${numberArray(customers.map((customer) => customer.id))}::bigint[],
      ${textArray(customers.map((customer) => customer.externalId))}::text[],
      ${textArray(customers.map((customer) => JSON.stringify(customer.attributes)))}::text[],
      ${textArray(customers.map((customer) => customer.seenAt.toISOString()))}::timestamptz[]
    ) as w(id, external_id, attributes, seen_at)
    where customer.id = w.id`;
}
