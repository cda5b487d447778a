import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { intentState } from "../schema/effect.ts";
import { numberArray, textArray } from "./array-literal.ts";
import type { EffectQueue } from "./effects.ts";

/** A batch under a lease. Only the holder of the token may settle it. */
export type LeasedBatch = {
  id: number;
  workspaceId: number;
  kind: number;
  channelId: number | null;
  idempotencyKey: string;
  requestHash: string;
  leaseToken: string;
  attempts: number;
  /** Since the first attempt that may have been carried out, by the database's clock. */
  ageMs: number;
  requests: { intentId: number; request: JsonObject }[];
};
type Held = Pick<LeasedBatch, "id" | "leaseToken">;

/** Takes open batches whose next attempt is due or whose holder has gone silent, with their frozen requests in order. */
export async function leaseDueBatches(
  sql: SqlOrTx,
  {
    workspaceId,
    kind,
    limit,
    leaseToken,
    leaseMs,
  }: EffectQueue & { limit: number; leaseToken: string; leaseMs: number },
): Promise<LeasedBatch[]> {
  return sql<LeasedBatch[]>`
    with moment as materialized (select clock_timestamp() as at),
    due as materialized (
      select id from effect_batch batch, moment
      where state = 'sending' and workspace_id = ${workspaceId} and kind = ${kind} and next_attempt_at <= moment.at
        and not exists (select 1 from channel where channel.id = batch.channel_id and channel.paused_at is not null)
      order by next_attempt_at limit ${limit} for update of batch skip locked
    ),
    leased as (
      update effect_batch batch set lease_token = ${leaseToken}, lease_until = moment.at + ${leaseMs} * interval '1 millisecond',
        next_attempt_at = moment.at + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1,
        first_attempt_at = coalesce(first_attempt_at, moment.at)
      from due, moment where batch.id = due.id
      returning batch.*, extract(epoch from moment.at - coalesce(batch.first_attempt_at, moment.at)) * 1000 as age_ms
    )
    select id, workspace_id as "workspaceId", kind, channel_id as "channelId", idempotency_key as "idempotencyKey",
      request_hash as "requestHash", lease_token as "leaseToken", attempts, age_ms::float8 as "ageMs",
      (select jsonb_agg(jsonb_build_object('intentId', intent_id, 'request', request) order by position)
        from message where message.batch_id = leased.id) as requests
    from leased`;
}

export type MessageResult = {
  intentId: number;
  state: "accepted" | "rejected" | "unknown";
  providerMessageId: string | undefined;
  reason: string | undefined;
  answer: JsonObject | undefined;
};
/** A run that stands at the step that asked for the effect, and waits. */
export type WaitingRun = {
  intentId: number;
  workspaceId: number;
  bucket: number;
  runId: number;
  step: number;
  slot: number;
};

/** T4: ends a batch and its messages. Returns the runs that wait for them, or undefined when the lease is no longer ours. */
export async function settleBatch(
  tx: SqlOrTx,
  held: Held,
  results: readonly MessageResult[],
): Promise<WaitingRun[] | undefined> {
  const [batch] = await tx<{ attempts: number }[]>`
    update effect_batch set state = 'settled', lease_token = null, lease_until = null
    where id = ${held.id} and lease_token = ${held.leaseToken} and state = 'sending' returning attempts`;
  if (!batch) return undefined;
  const states = results.map((result) => intentState[result.state]);
  return tx<WaitingRun[]>`
    with result as (
      select * from unnest(
        ${numberArray(results.map((result) => result.intentId))}::bigint[],
        ${textArray(results.map((result) => result.state))}::text[],
        ${numberArray(states)}::smallint[],
        ${textArray(results.map((result) => result.providerMessageId ?? null))}::text[],
        ${textArray(results.map((result) => result.reason ?? null))}::text[],
        ${textArray(results.map((result) => (result.answer ? JSON.stringify(result.answer) : null)))}::text[]
      ) as result(intent_id, state, intent_state, provider_message_id, reason, answer)
    ),
    told as (
      update message set state = result.state, provider_message_id = result.provider_message_id, reason = result.reason,
        answer = result.answer::jsonb, attempts = message.attempts + ${batch.attempts}, settled_at = clock_timestamp()
      from result where message.intent_id = result.intent_id and message.batch_id = ${held.id} and message.state = 'sending'
    ),
    ended as (
      update effect_intent intent set state = result.intent_state from result
      where intent.id = result.intent_id and intent.state = 1
      returning intent.id, intent.workspace_id, intent.bucket, intent.run_id, intent.step, intent.slot
    )
    select ended.id as "intentId", ended.workspace_id as "workspaceId", ended.bucket, ended.run_id as "runId", ended.step, ended.slot
    from ended join run on run.bucket = ended.bucket and run.id = ended.run_id and run.step = ended.step and run.state = 1`;
}

/** Runs that wait for the given intents; for intents that end without a batch. */
export async function selectWaitingRuns(tx: SqlOrTx, intentIds: readonly number[]): Promise<WaitingRun[]> {
  return tx<WaitingRun[]>`
    select intent.id as "intentId", intent.workspace_id as "workspaceId", intent.bucket, intent.run_id as "runId", intent.step, intent.slot
    from effect_intent intent
    join run on run.bucket = intent.bucket and run.id = intent.run_id and run.step = intent.step and run.state = 1
    where intent.id = any(${numberArray(intentIds)}::bigint[])`;
}

/** Gives the lease back for a later attempt with the same key and bytes; false when it is no longer ours. */
export async function retryBatch(
  tx: SqlOrTx,
  held: Held,
  { afterMs, counts, answer }: { afterMs: number; counts: boolean; answer: JsonObject },
): Promise<boolean> {
  const [batch] = await tx`
    update effect_batch set lease_token = null, lease_until = null, attempts = attempts - ${counts ? 0 : 1},
      first_attempt_at = case when ${counts} or attempts > 1 then first_attempt_at end,
      next_attempt_at = clock_timestamp() + ${afterMs} * interval '1 millisecond'
    where id = ${held.id} and lease_token = ${held.leaseToken} and state = 'sending' returning id`;
  if (!batch) return false;
  await tx`update message set answer = ${JSON.stringify(answer)}::text::jsonb where batch_id = ${held.id} and state = 'sending'`;
  return true;
}

/** Undoes a freeze that certainly sent nothing: the intents are pending again, due later. False when the lease is no longer ours. */
export async function releaseBatch(tx: SqlOrTx, held: Held, { afterMs }: { afterMs: number }): Promise<boolean> {
  const [batch] = await tx`
    update effect_batch set state = 'settled', lease_token = null, lease_until = null
    where id = ${held.id} and lease_token = ${held.leaseToken} and state = 'sending' returning id`;
  if (!batch) return false;
  await tx`
    with freed as (delete from message where batch_id = ${held.id} and state = 'sending' returning intent_id)
    update effect_intent set state = 0, due_at = clock_timestamp() + ${afterMs} * interval '1 millisecond'
    from freed where id = freed.intent_id and effect_intent.state = 1`;
  return true;
}

export type BatchPart = { idempotencyKey: string; requestHash: string; intentIds: readonly number[] };

/** Replaces a refused batch, of which nothing was sent, by new batches under new keys, due now. False when the lease is not ours. */
export async function splitBatch(tx: SqlOrTx, held: Held, parts: readonly BatchPart[]): Promise<boolean> {
  const [batch] = await tx<{ attempts: number }[]>`
    update effect_batch set state = 'settled', lease_token = null, lease_until = null
    where id = ${held.id} and lease_token = ${held.leaseToken} and state = 'sending' returning attempts`;
  if (!batch) return false;
  for (const part of parts) {
    await tx`
      with part as (
        insert into effect_batch (workspace_id, kind, channel_id, idempotency_key, request_hash, next_attempt_at, created_at)
        select workspace_id, kind, channel_id, ${part.idempotencyKey}, ${part.requestHash}, clock_timestamp(), clock_timestamp()
        from effect_batch where id = ${held.id} returning id
      )
      update message set batch_id = part.id, position = member.position - 1, attempts = attempts + ${batch.attempts}
      from part, unnest(${numberArray(part.intentIds)}::bigint[]) with ordinality as member(intent_id, position)
      where message.intent_id = member.intent_id and message.batch_id = ${held.id} and message.state = 'sending'`;
  }
  return true;
}

export type ChannelTrouble = {
  channelId: number;
  /** Batches that wait for another attempt. */
  backingOff: number;
  /** Whether a new batch went out a moment ago. */
  hasRecent: boolean;
  /** Whether the provider asked for patience: such attempts are not counted. */
  isLimited: boolean;
  /** Until the first of them is tried again. */
  waitMs: number;
};

/** How the channels fare that have something to try again; a channel without is not listed. */
export async function selectChannelTroubles(
  tx: SqlOrTx,
  { workspaceId, probeMs }: { workspaceId: number; probeMs: number },
): Promise<ChannelTrouble[]> {
  return tx<ChannelTrouble[]>`
    select channel_id as "channelId", count(*)::int as "backingOff", bool_or(attempts = 0) as "isLimited",
      bool_or(created_at > clock_timestamp() - ${probeMs} * interval '1 millisecond') as "hasRecent",
      (extract(epoch from min(next_attempt_at) - clock_timestamp()) * 1000)::float8 as "waitMs"
    from effect_batch
    where state = 'sending' and workspace_id = ${workspaceId} and channel_id is not null and lease_token is null
      and next_attempt_at > clock_timestamp()
    group by channel_id`;
}
