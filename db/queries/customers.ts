import type { Json, JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { numberArray } from "./array-literal.ts";

type OfCustomer = { workspaceId: number; customerId: number };

export type CustomerRow = {
  id: number;
  externalId: string | null;
  attributes: JsonObject;
  createdAt: Date;
  lastSeenAt: Date;
};
/** With the time as text, because a Date would cut the microseconds off and a page would begin with its predecessor's end. */
export type CustomerListRow = CustomerRow & { lastSeenText: string };
export type CustomerPosition = { lastSeen: string; id: number };

/** Customers by last activity, latest first; `search` looks into user id, name and e-mail, and for any id exactly. */
export async function selectCustomers(
  sql: SqlOrTx,
  options: { workspaceId: number; search?: string | undefined; before?: CustomerPosition | undefined; limit: number },
): Promise<CustomerListRow[]> {
  const { workspaceId, search, before, limit } = options;
  return sql<CustomerListRow[]>`
    select id, external_id as "externalId", attributes, created_at as "createdAt", last_seen_at as "lastSeenAt",
      last_seen_at::text as "lastSeenText"
    from customer
    where workspace_id = ${workspaceId} ${search === undefined ? sql`` : matching(sql, workspaceId, search)}
      ${before ? sql`and (last_seen_at, id) < (${before.lastSeen}::text::timestamptz, ${before.id}::bigint)` : sql``}
    order by last_seen_at desc, id desc limit ${limit}`;
}

function matching(sql: SqlOrTx, workspaceId: number, search: string) {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`and (
    external_id ilike ${pattern} or attributes->>'email' ilike ${pattern} or attributes->>'name' ilike ${pattern}
    or concat_ws(' ', coalesce(attributes->>'first_name', attributes->>'firstName'), coalesce(attributes->>'last_name', attributes->>'lastName')) ilike ${pattern}
    or id in (select customer_id from customer_identity where workspace_id = ${workspaceId} and value = ${search})
  )`;
}

/** One customer; undefined if the workspace has none with this id. */
export async function selectCustomer(
  sql: SqlOrTx,
  { workspaceId, customerId }: OfCustomer,
): Promise<CustomerRow | undefined> {
  const [row] = await sql<CustomerRow[]>`
    select id, external_id as "externalId", attributes, created_at as "createdAt", last_seen_at as "lastSeenAt"
    from customer where workspace_id = ${workspaceId} and id = ${customerId}::bigint`;
  return row;
}

export type IdentityRow = { kind: "user" | "anonymous"; value: string };

/** Every id the customer is known by, user ids first. */
export async function selectIdentities(sql: SqlOrTx, { workspaceId, customerId }: OfCustomer): Promise<IdentityRow[]> {
  return sql<IdentityRow[]>`
    select kind, value from customer_identity where workspace_id = ${workspaceId} and customer_id = ${customerId}::bigint
    order by kind desc, value`;
}

export type OpenRunRow = {
  id: number;
  journeyId: number;
  versionId: number;
  node: number;
  state: number;
  nodeEnteredAt: Date;
  dueAt: Date | null;
  eventNames: string[];
};

/** The customer's runs that have not ended, latest entry first, with the events they wait for. */
export async function selectOpenRuns(sql: SqlOrTx, { workspaceId, customerId }: OfCustomer): Promise<OpenRunRow[]> {
  return sql<OpenRunRow[]>`
    select id, journey_id as "journeyId", version_id as "versionId", node, state, node_entered_at as "nodeEnteredAt", due_at as "dueAt",
      array(select event_name from waiter w where w.bucket = run.bucket and w.run_id = run.id and w.step = run.step order by 1) as "eventNames"
    from run
    where bucket = (${customerId}::bigint & 255)::smallint and customer_id = ${customerId}::bigint and state in (0, 1, 3)
      and journey_id = any(array(select id from journey where workspace_id = ${workspaceId}))
    order by entered_at desc, id desc`;
}

export type PathRow = { runId: number; versionId: number; node: number };

/** The steps that runs of one customer have come to, in order. */
export async function selectPaths(
  sql: SqlOrTx,
  { workspaceId, customerId, runIds }: OfCustomer & { runIds: readonly number[] },
): Promise<PathRow[]> {
  if (runIds.length === 0) return [];
  return sql<PathRow[]>`
    select run_id as "runId", version_id as "versionId", to_node as node from step_log
    where bucket = (${customerId}::bigint & 255)::smallint and run_id = any(${numberArray(runIds)}::bigint[])
      and workspace_id = ${workspaceId} and to_node >= 0 and kind in (0, 1)
    order by run_id, step`;
}

export type PlannedMessageRow = {
  intentId: number;
  runId: number;
  versionId: number;
  node: number;
  kind: number;
  dueAt: Date;
};

/** Messages that have been asked for and not yet been frozen. */
export async function selectPlannedMessages(
  sql: SqlOrTx,
  { workspaceId, customerId, runIds }: OfCustomer & { runIds: readonly number[] },
): Promise<PlannedMessageRow[]> {
  if (runIds.length === 0) return [];
  return sql<PlannedMessageRow[]>`
    select id as "intentId", run_id as "runId", version_id as "versionId", node, kind, due_at as "dueAt" from effect_intent
    where bucket = (${customerId}::bigint & 255)::smallint and run_id = any(${numberArray(runIds)}::bigint[])
      and workspace_id = ${workspaceId} and state = 0
    order by due_at, id limit 50`;
}

export type NodeRow = {
  versionId: number;
  version: number;
  journeyId: number;
  journeyName: string;
  node: number;
  /** The node as it stands in the version's graph; null for an index it does not have. */
  graphNode: { id: string; name: string; type: string; settings: JsonObject } | null;
};

/** The named nodes of published versions; an index of -1 gives the version alone. */
export async function selectNodes(
  sql: SqlOrTx,
  { workspaceId, nodes }: { workspaceId: number; nodes: readonly { versionId: number; node: number }[] },
): Promise<NodeRow[]> {
  if (nodes.length === 0) return [];
  return sql<NodeRow[]>`
    select v.id as "versionId", v.number as version, j.id as "journeyId", j.name as "journeyName", n.node,
      case when n.node >= 0 then v.graph->'nodes'->n.node end as "graphNode"
    from unnest(${numberArray(nodes.map((pair) => pair.versionId))}::int[], ${numberArray(nodes.map((pair) => pair.node))}::int[]) as n(version_id, node)
    join journey_version v on v.id = n.version_id and v.workspace_id = ${workspaceId}
    join journey j on j.id = v.journey_id`;
}

export type VocabularyRow = {
  eventNames: string[];
  attributes: { name: string; type: string }[];
  channels: { id: number; name: string; provider: string }[];
};

/** Names of events (the most recent first) and attributes seen in a workspace, and its channels. */
export async function selectVocabulary(
  sql: SqlOrTx,
  { workspaceId, limit }: { workspaceId: number; limit: number },
): Promise<VocabularyRow> {
  const [row] = await sql<{ eventNames: string[]; attributes: Json; channels: Json }[]>`
    select
      array(select name from event_type where workspace_id = ${workspaceId} order by last_at desc, name limit ${limit}) as "eventNames",
      (select coalesce(jsonb_agg(a), '[]') from (
        select name, type from attribute_type where workspace_id = ${workspaceId} order by name limit ${limit}) a) as attributes,
      (select coalesce(jsonb_agg(c), '[]') from (
        select id, name, provider from channel where workspace_id = ${workspaceId} order by is_default desc, name) c) as channels`;
  return (row as VocabularyRow | undefined) ?? { eventNames: [], attributes: [], channels: [] };
}
