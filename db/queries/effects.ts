import type { JsonObject } from "../../app/engine/effect.ts";
import type { Sql, SqlOrTx } from "../client.ts";
import { intentState } from "../schema/effect.ts";
import { numberArray, textArray } from "./array-literal.ts";

// effect_intent.state stands in these statements as a number (0 pending, 1 frozen): with a parameter in its place a generic plan
// could not use the partial index over pending intents.

export type EffectQueue = { workspaceId: number; kind: number };

/** A due intent with everything that decides whether and how it goes out. */
export type ClaimedIntent = {
  id: number;
  workspaceId: number;
  runId: number;
  customerId: number;
  journeyId: number;
  versionId: number;
  step: number;
  node: number;
  slot: number;
  /** null when the person no longer exists. */
  attributes: JsonObject | null;
  externalId: string | null;
  journeyName: string | null;
  journeyState: "draft" | "live" | "paused" | "archived" | null;
};

/** Takes due pending intents of one queue for this transaction, oldest first; what another transaction holds is left to it. */
export async function claimIntents(
  tx: SqlOrTx,
  { workspaceId, kind, limit }: EffectQueue & { limit: number },
): Promise<ClaimedIntent[]> {
  return tx<ClaimedIntent[]>`
    with picked as materialized (
      select id, workspace_id, run_id, customer_id, journey_id, version_id, step, node, slot, bucket, due_at from effect_intent
      where kind = ${kind} and workspace_id = ${workspaceId} and state = 0 and due_at <= clock_timestamp()
      order by due_at, id limit ${limit} for update skip locked
    )
    select picked.id, picked.workspace_id as "workspaceId", picked.run_id as "runId", picked.customer_id as "customerId",
      picked.journey_id as "journeyId", picked.version_id as "versionId", picked.step, picked.node, picked.slot,
      customer.attributes, customer.external_id as "externalId", journey.name as "journeyName", journey.state as "journeyState"
    from picked
    left join customer on customer.bucket = picked.bucket and customer.id = picked.customer_id and customer.workspace_id = picked.workspace_id
    left join journey on journey.id = picked.journey_id and journey.workspace_id = picked.workspace_id
    order by picked.due_at, picked.id`;
}

/** Looks at pending intents again later. */
export async function postponeIntents(
  tx: SqlOrTx,
  { ids, delayMs }: { ids: readonly number[]; delayMs: number },
): Promise<void> {
  if (ids.length === 0) return;
  await tx`update effect_intent set due_at = clock_timestamp() + ${delayMs} * interval '1 millisecond'
    where id = any(${numberArray(ids)}::bigint[]) and state = 0`;
}

/** Makes what waits for a paused journey due at once; for when the journey goes on. Returns the kinds that have something to send. */
export async function releaseJourneyIntents(
  tx: SqlOrTx,
  { workspaceId, journeyId }: { workspaceId: number; journeyId: number },
): Promise<("email" | "webhook")[]> {
  const rows = await tx<{ kind: "email" | "webhook" }[]>`
    with released as (
      update effect_intent set due_at = least(due_at, clock_timestamp())
      where workspace_id = ${workspaceId} and journey_id = ${journeyId} and state = 0 returning kind
    )
    select distinct case when kind = 0 then 'email' else 'webhook' end as kind from released order by 1`;
  return rows.map((row) => row.kind);
}

export type ClosedIntent = { id: number; recipient: string; reason: string; detail: string | undefined };

/** Ends pending intents that never go out, with a message row that says why. Returns the ids that were still pending. */
export async function closeIntents(
  tx: SqlOrTx,
  {
    workspaceId,
    state,
    closed,
  }: { workspaceId: number; state: "cancelled" | "rejected"; closed: readonly ClosedIntent[] },
): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    with closed as (
      select * from unnest(
        ${numberArray(closed.map((intent) => intent.id))}::bigint[],
        ${textArray(closed.map((intent) => intent.recipient))}::text[],
        ${textArray(closed.map((intent) => intent.reason))}::text[],
        ${textArray(closed.map((intent) => intent.detail ?? null))}::text[]
      ) as closed(id, recipient, reason, detail)
    ),
    ended as (
      update effect_intent intent set state = ${intentState[state]} from closed
      where intent.id = closed.id and intent.workspace_id = ${workspaceId} and intent.state = 0
      returning intent.*, closed.recipient, closed.reason, closed.detail
    ),
    told as (
    insert into message (intent_id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, state, recipient, request,
      reason, answer, created_at, settled_at)
    select id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, ${state}, recipient, '{}'::jsonb,
      reason, case when detail is not null then jsonb_build_object('detail', detail) end, clock_timestamp(), clock_timestamp()
    from ended
    )
    select id from ended`;
  return rows.map((row) => row.id);
}

export type FrozenMessage = { intentId: number; recipient: string; subject: string; request: string };
export type NewBatch = EffectQueue & {
  channelId: number | undefined;
  idempotencyKey: string;
  requestHash: string;
  leaseToken: string;
  leaseMs: number;
  /** `request` is JSON text; the order is the order in the request. */
  messages: readonly FrozenMessage[];
};

/** Freezes a batch: key, hash, lease and messages. From here on neither its members nor their bytes change. Returns its id. */
export async function insertBatch(tx: SqlOrTx, batch: NewBatch): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    with moment as materialized (select clock_timestamp() as at),
    frozen as (
      select * from unnest(
        ${numberArray(batch.messages.map((message) => message.intentId))}::bigint[],
        ${textArray(batch.messages.map((message) => message.recipient))}::text[],
        ${textArray(batch.messages.map((message) => message.subject))}::text[],
        ${textArray(batch.messages.map((message) => message.request))}::text[]
      ) with ordinality as frozen(intent_id, recipient, subject, request, position)
    ),
    batch as (
      insert into effect_batch (workspace_id, kind, channel_id, idempotency_key, request_hash, attempts, first_attempt_at, next_attempt_at,
        lease_token, lease_until, created_at)
      select ${batch.workspaceId}::int, ${batch.kind}::smallint, ${batch.channelId ?? null}::int, ${batch.idempotencyKey}::text,
        ${batch.requestHash}::text, 1, at, at + ${batch.leaseMs} * interval '1 millisecond', ${batch.leaseToken}::text,
        at + ${batch.leaseMs} * interval '1 millisecond', at
      from moment
      returning id
    ),
    taken as (
      update effect_intent intent set state = 1 from frozen where intent.id = frozen.intent_id
      returning intent.*, frozen.recipient, frozen.subject, frozen.request, frozen.position
    ),
    kept as (
      insert into message (intent_id, batch_id, position, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, channel_id,
        state, recipient, subject, request, created_at)
      select taken.id, batch.id, taken.position - 1, workspace_id, customer_id, journey_id, version_id, run_id, node, kind,
        ${batch.channelId ?? null}::int, 'sending', recipient, subject, request::jsonb, moment.at
      from taken, batch, moment
    )
    select id from batch`;
  if (!row) throw new Error("The batch was not stored");
  return row.id;
}

export type EffectFrame = { workspaceName: string; language: "en" | "de"; timeZone: string };

/** What surrounds every message of a workspace; undefined when the workspace is gone. */
export async function selectEffectFrame(
  tx: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<EffectFrame | undefined> {
  const [row] = await tx<EffectFrame[]>`
    select name as "workspaceName", language, time_zone as "timeZone" from workspace where id = ${workspaceId}`;
  return row;
}

/**
 * When the queue has to be looked at again; undefined when nothing is open. New messages wait at least for `holdMs`, batches of paused
 * channels for a person.
 */
export async function nextEffectAt(
  sql: SqlOrTx,
  { workspaceId, kind, holdMs }: EffectQueue & { holdMs: number },
): Promise<Date | undefined> {
  const [row] = await sql<{ at: Date | null }[]>`
    select least(
      (select greatest(due_at, clock_timestamp() + ${holdMs} * interval '1 millisecond') from effect_intent
        where kind = ${kind} and workspace_id = ${workspaceId} and state = 0 order by due_at limit 1),
      (select min(next_attempt_at) from effect_batch batch
        where state = 'sending' and workspace_id = ${workspaceId} and kind = ${kind}
          and not exists (select 1 from channel where channel.id = batch.channel_id and channel.paused_at is not null))
    ) as at`;
  return row?.at ?? undefined;
}

/** Every queue with something due, for the minute's sweep. */
export async function listDueQueues(sql: Sql): Promise<EffectQueue[]> {
  return sql<EffectQueue[]>`
    select workspace_id as "workspaceId", kind from (
      select distinct workspace_id, kind from effect_intent where state = 0 and due_at <= clock_timestamp()
      union
      select distinct workspace_id, kind from effect_batch batch
      where state = 'sending' and next_attempt_at <= clock_timestamp()
        and not exists (select 1 from channel where channel.id = batch.channel_id and channel.paused_at is not null)
    ) as open order by workspace_id, kind`;
}
