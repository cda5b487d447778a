import type { Json, JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import type { ChannelProvider } from "./channels.ts";

export type OutboxState = "planned" | "sending" | "accepted" | "rejected" | "unknown" | "cancelled";
export type OutboxKind = "email" | "webhook";

export type OutboxFilter = {
  state?: OutboxState | undefined;
  kind?: OutboxKind | undefined;
  journeyId?: number | undefined;
  customerId?: number | undefined;
  /** Part of an address, a URL or a subject. */
  search?: string | undefined;
};

export type OutboxEntry = {
  intentId: number;
  state: OutboxState;
  kind: OutboxKind;
  at: Date;
  /** `at` to the microsecond, for keyset paging. */
  atText: string;
  /** When a planned one is looked at next. */
  dueAt: Date | null;
  settledAt: Date | null;
  journeyId: number;
  journeyName: string | null;
  journeyState: string | null;
  versionId: number;
  versionNumber: number | null;
  node: number;
  customerId: number;
  externalId: string | null;
  customerName: Json;
  /** Empty while planned: the address is read when the message is frozen. */
  recipient: string;
  subject: string;
  reason: string | null;
  answer: JsonObject | null;
  attempts: number;
  /** A planned one waits for this. */
  heldBy: "journey" | "channel" | null;
};

/** Messages and planned messages of a workspace, newest first; `after` continues behind a row. */
export async function selectOutbox(
  sql: SqlOrTx,
  {
    workspaceId,
    filter,
    after,
    limit,
  }: { workspaceId: number; filter: OutboxFilter; after: { at: string; key: string } | undefined; limit: number },
): Promise<OutboxEntry[]> {
  const isPlanned = filter.state === undefined || filter.state === "planned";
  const isStored = filter.state !== "planned";
  const pattern = filter.search === undefined ? undefined : `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`;
  return sql<OutboxEntry[]>`
    with entry as (
      (select ${plannedColumns(sql)} from effect_intent intent
        where ${isPlanned} and workspace_id = ${workspaceId} and state = 0 ${common(sql, filter)}
          ${pattern === undefined ? sql`` : sql`and exists (select 1 from customer where customer.bucket = intent.bucket and customer.id = intent.customer_id and attributes ->> 'email' ilike ${pattern})`}
          ${after === undefined ? sql`` : sql`and (created_at, id) < (${after.at}::text::timestamptz, ${after.key}::text::bigint)`}
        order by created_at desc, id desc limit ${limit})
      union all
      (select ${storedColumns(sql)} from message
        where ${isStored} and workspace_id = ${workspaceId} ${common(sql, filter)}
          ${filter.state === undefined || filter.state === "planned" ? sql`` : sql`and state = ${filter.state}`}
          ${pattern === undefined ? sql`` : sql`and (recipient ilike ${pattern} or subject ilike ${pattern})`}
          ${after === undefined ? sql`` : sql`and (created_at, intent_id) < (${after.at}::text::timestamptz, ${after.key}::text::bigint)`}
        order by created_at desc, intent_id desc limit ${limit})
    )
    ${described(sql, workspaceId)}
    order by entry.at desc, entry.intent_id desc limit ${limit}`;
}

/** One message or planned message; undefined when the workspace has none with this id. */
export async function selectOutboxEntry(
  sql: SqlOrTx,
  { workspaceId, intentId }: { workspaceId: number; intentId: number },
): Promise<OutboxEntry | undefined> {
  const [row] = await sql<OutboxEntry[]>`
    with entry as (
      select ${plannedColumns(sql)} from effect_intent intent where workspace_id = ${workspaceId} and id = ${intentId} and state = 0
      union all
      select ${storedColumns(sql)} from message where workspace_id = ${workspaceId} and intent_id = ${intentId}
    )
    ${described(sql, workspaceId)}`;
  return row;
}

const plannedColumns = (sql: SqlOrTx) => sql`
  id as intent_id, 'planned' as state, kind, created_at as at, due_at, null::timestamptz as settled_at, journey_id, version_id, node,
  customer_id, '' as recipient, '' as subject, null as reason, null::jsonb as answer, 0 as attempts, null::bigint as batch_id`;

const storedColumns = (sql: SqlOrTx) => sql`
  intent_id, state, kind, created_at as at, null::timestamptz as due_at, settled_at, journey_id, version_id, node,
  customer_id, recipient, subject, reason, answer, attempts, batch_id`;

function common(sql: SqlOrTx, { kind, journeyId, customerId }: OutboxFilter) {
  return sql`
    ${kind === undefined ? sql`` : sql`and kind = ${kind === "email" ? 0 : 1}`}
    ${journeyId === undefined ? sql`` : sql`and journey_id = ${journeyId}`}
    ${customerId === undefined ? sql`` : sql`and customer_id = ${customerId}`}`;
}

/** Names behind the ids. A planned e-mail waits for its step's channel, or for the default one. */
const described = (sql: SqlOrTx, workspaceId: number) => sql`
  select entry.intent_id as "intentId", entry.state, case when entry.kind = 0 then 'email' else 'webhook' end as kind,
    entry.at, entry.at::text as "atText", entry.due_at as "dueAt", entry.settled_at as "settledAt",
    entry.journey_id as "journeyId", journey.name as "journeyName", journey.state as "journeyState",
    entry.version_id as "versionId", version.number as "versionNumber", entry.node,
    entry.customer_id as "customerId", customer.external_id as "externalId", customer.attributes -> 'name' as "customerName",
    entry.recipient, entry.subject, entry.reason, entry.answer,
    entry.attempts + case when entry.state = 'sending' then coalesce(batch.attempts, 0) else 0 end as attempts,
    case when entry.state = 'planned' and journey.state = 'paused' then 'journey'
      when entry.state = 'planned' and entry.kind = 0 and channel.paused_at is not null then 'channel' end as "heldBy"
  from entry
  left join journey on journey.id = entry.journey_id and journey.workspace_id = ${workspaceId}
  left join journey_version version on version.id = entry.version_id and version.workspace_id = ${workspaceId}
  left join customer on customer.bucket = (entry.customer_id & 255)::smallint and customer.id = entry.customer_id
  left join effect_batch batch on batch.id = entry.batch_id
  left join lateral (
    select paused_at from channel
    where channel.workspace_id = ${workspaceId} and entry.state = 'planned'
      and coalesce(channel.id = (version.graph #>> array['nodes', entry.node::text, 'settings', 'channelId'])::int, channel.is_default)
    limit 1
  ) channel on true`;

export type OutboxRequest = {
  request: JsonObject;
  providerMessageId: string | null;
  idempotencyKey: string | null;
  nextAttemptAt: Date | null;
  channel: { id: number; name: string; provider: ChannelProvider } | null;
};

/** What exactly was or will be sent; undefined for planned messages. */
export async function selectOutboxRequest(
  sql: SqlOrTx,
  { workspaceId, intentId }: { workspaceId: number; intentId: number },
): Promise<OutboxRequest | undefined> {
  const [row] = await sql<OutboxRequest[]>`
    select message.request, provider_message_id as "providerMessageId", batch.idempotency_key as "idempotencyKey",
      case when batch.state = 'sending' then batch.next_attempt_at end as "nextAttemptAt",
      case when channel.id is not null then jsonb_build_object('id', channel.id, 'name', channel.name, 'provider', channel.provider) end as channel
    from message
    left join effect_batch batch on batch.id = message.batch_id
    left join channel on channel.id = message.channel_id and channel.workspace_id = message.workspace_id
    where message.workspace_id = ${workspaceId} and message.intent_id = ${intentId}`;
  return row;
}

export type PlannedSource = { settings: JsonObject | null; attributes: JsonObject | null; externalId: string | null };

/** What a planned message would be made of now; undefined when it is not planned. */
export async function selectPlannedSource(
  sql: SqlOrTx,
  { workspaceId, intentId }: { workspaceId: number; intentId: number },
): Promise<PlannedSource | undefined> {
  const [row] = await sql<PlannedSource[]>`
    select version.graph #> array['nodes', intent.node::text, 'settings'] as settings, customer.attributes, customer.external_id as "externalId"
    from effect_intent intent
    left join journey_version version on version.id = intent.version_id and version.workspace_id = intent.workspace_id
    left join customer on customer.bucket = intent.bucket and customer.id = intent.customer_id
    where intent.workspace_id = ${workspaceId} and intent.id = ${intentId} and intent.state = 0`;
  return row;
}
