import { createHash, randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { JsonObject } from "#app/engine/effect.ts";
import type { FrozenEmail } from "#app/providers/provider.ts";
import { hashEmails } from "#app/providers/request-hash.server.ts";
import type { SqlOrTx } from "#db/client.ts";
import { selectSendingChannels } from "#db/queries/channels.ts";
import { type LeasedBatch, selectChannelTroubles } from "#db/queries/effect-batches.ts";
import {
  type ClaimedIntent,
  type ClosedIntent,
  claimIntents,
  type EffectFrame,
  insertBatch,
  postponeIntents,
  selectEffectFrame,
} from "#db/queries/effects.ts";
import { intentKind } from "#db/schema/effect.ts";
import { closeAndWake } from "./close.ts";
import { type EffectServices, effectContext } from "./effect-context.ts";
import type { EffectKind } from "./outcome.ts";
import { type ChannelHealth, type FrozenWebhook, judge, PROBE_MS, type Verdict } from "./verdict.ts";

export const LEASE_MS = 60_000;
const MOST_EMAILS = 100;
/** All webhooks of one freeze are called at once, so that the slowest ends within the lease. */
const MOST_WEBHOOKS = 20;
/** Templates that run into their time limit must not hold the transaction and the process for long. */
const RENDER_BUDGET_MS = 1_000;

type Queue = { kind: EffectKind; workspaceId: number };
type Judged = { intent: ClaimedIntent; verdict: Verdict };
/** `claimed` 0: nothing was due. `holdMs`: the only channel takes nothing for so long. */
export type Frozen = { claimed: number; batches: LeasedBatch[]; holdMs: number };

/**
 * T2: takes due intents, checks once more whether they may go out, renders them and stores the exact requests under new keys and a
 * lease. Either all of that is committed or nothing.
 */
export async function freezeEffects(services: EffectServices, { kind, workspaceId }: Queue): Promise<Frozen> {
  const limit = kind === "email" ? MOST_EMAILS : MOST_WEBHOOKS;
  const queue = { workspaceId, kind: intentKind[kind] };
  const { judged, ...frozen } = await services.sql.begin(async (tx) => {
    const intents = await claimIntents(tx, { ...queue, limit });
    if (intents.length === 0) return { claimed: 0, batches: [], holdMs: 0, judged: [] };
    const judged = await judgeAll(services, tx, intents);
    const batches: LeasedBatch[] = [];
    for (const batch of kind === "email" ? emailBatches(judged) : webhookBatches(judged))
      batches.push(await storeBatch(tx, queue, batch));
    await postpone(tx, judged);
    return { claimed: judged.length, batches, holdMs: holdOf(judged), judged };
  });
  // Until here they are only judged: a crash leaves them pending, to be judged again.
  for (const state of ["cancelled", "rejected"] as const)
    await closeAndWake(services.sql, { workspaceId, state, closed: closedOf(judged, state) });
  return frozen;
}

/** When every message waits for a channel, looking at the next hundred would only move them too. */
function holdOf(judged: readonly Judged[]): number {
  const holds = judged.map(({ verdict }) =>
    verdict.kind === "postpone" && verdict.isOnlyChannel ? verdict.delayMs : 0,
  );
  return Math.min(...holds);
}

async function judgeAll(services: EffectServices, tx: SqlOrTx, intents: readonly ClaimedIntent[]): Promise<Judged[]> {
  const workspaceId = intents[0]?.workspaceId ?? 0;
  const [frame, health] = await Promise.all([selectEffectFrame(tx, { workspaceId }), channelHealth(tx, workspaceId)]);
  const judged: Judged[] = [];
  const startedAt = performance.now();
  for (const intent of intents) {
    judged.push({ intent, verdict: await judgeOne(services, tx, { intent, frame, health }) });
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > RENDER_BUDGET_MS) break;
    if (elapsedMs > judged.length * 5) await nextTurn();
  }
  return judged;
}

type Case = { intent: ClaimedIntent; frame: EffectFrame | undefined; health: ChannelHealth };

async function judgeOne(services: EffectServices, tx: SqlOrTx, { intent, frame, health }: Case): Promise<Verdict> {
  if (frame === undefined)
    return { kind: "close", state: "cancelled", reason: "journey_archived", recipient: "", detail: undefined };
  const step = await effectContext(services).templates.load(tx, intent, frame);
  try {
    return judge(intent, step, health);
  } catch (cause) {
    // A fault of ours on one intent must not stop the queue behind it.
    services.logger.error({ err: cause, intentId: intent.id }, "An effect could not be prepared");
    return {
      kind: "close",
      state: "rejected",
      reason: "settings_invalid",
      recipient: "",
      detail: String(cause).slice(0, 300),
    };
  }
}

async function channelHealth(tx: SqlOrTx, workspaceId: number): Promise<ChannelHealth> {
  const [channels, troubles] = await Promise.all([
    selectSendingChannels(tx, { workspaceId }),
    selectChannelTroubles(tx, { workspaceId, probeMs: PROBE_MS }),
  ]);
  return { channels, troubles: new Map(troubles.map((trouble) => [trouble.channelId, trouble])) };
}

type Prepared = {
  channelId: number | undefined;
  idempotencyKey: string;
  requestHash: string;
  members: { intentId: number; recipient: string; subject: string; request: JsonObject }[];
};

function emailBatches(judged: readonly Judged[]): Prepared[] {
  const byChannel = new Map<number, FrozenEmail[]>();
  for (const { verdict } of judged) {
    if (verdict.kind !== "email") continue;
    const emails = byChannel.get(verdict.channelId) ?? [];
    emails.push(verdict.email);
    byChannel.set(verdict.channelId, emails);
  }
  return [...byChannel].map(([channelId, emails]) => ({
    channelId,
    idempotencyKey: newKey(),
    requestHash: hashEmails(emails),
    members: emails.map((email) => ({
      intentId: Number(email.intent),
      recipient: email.to,
      subject: email.subject,
      request: withoutUndefined(email),
    })),
  }));
}

function webhookBatches(judged: readonly Judged[]): Prepared[] {
  return judged.flatMap(({ intent, verdict }) => {
    if (verdict.kind !== "webhook") return [];
    const idempotencyKey = newKey();
    const request = withOwnHeaders(verdict.request, idempotencyKey);
    const member = {
      intentId: intent.id,
      recipient: request.url,
      subject: `${request.method} ${new URL(request.url).pathname}`,
      request,
    };
    return [{ channelId: undefined, idempotencyKey, requestHash: hashWebhook(request), members: [member] }];
  });
}

export const newKey = (): string => `lotse/b/${randomUUID()}`;

/** Standard Webhooks names: the id is the same at every attempt, so that receivers can tell a repetition. */
function withOwnHeaders(request: FrozenWebhook, idempotencyKey: string): FrozenWebhook {
  const hasType = request.headers.some(([name]) => name === "content-type");
  const type: FrozenWebhook["headers"] = request.body === null || hasType ? [] : [["content-type", "application/json"]];
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const own: FrozenWebhook["headers"] = [
    ["user-agent", "Lotse"],
    ["webhook-id", idempotencyKey],
    ["webhook-timestamp", timestamp],
  ];
  const others = request.headers.filter(([name]) => !own.some(([taken]) => taken === name));
  return { ...request, headers: [...others, ...type, ...own] };
}

/** SHA-256 (hex) over everything a webhook says. */
export function hashWebhook({ method, url, headers, body }: FrozenWebhook): string {
  return createHash("sha256")
    .update(JSON.stringify([method, url, headers, body]))
    .digest("hex");
}

function withoutUndefined({ replyTo, ...email }: FrozenEmail): JsonObject {
  return replyTo === undefined ? email : { ...email, replyTo };
}

async function storeBatch(
  tx: SqlOrTx,
  queue: { workspaceId: number; kind: number },
  batch: Prepared,
): Promise<LeasedBatch> {
  const leaseToken = randomUUID();
  const messages = batch.members.map(({ request, ...message }) => ({ ...message, request: JSON.stringify(request) }));
  const { channelId, idempotencyKey, requestHash } = batch;
  const id = await insertBatch(tx, {
    ...queue,
    channelId,
    idempotencyKey,
    requestHash,
    leaseToken,
    leaseMs: LEASE_MS,
    messages,
  });
  const requests = batch.members.map(({ intentId, request }) => ({ intentId, request }));
  return {
    id,
    ...queue,
    channelId: channelId ?? null,
    idempotencyKey,
    requestHash,
    leaseToken,
    attempts: 1,
    ageMs: 0,
    requests,
  };
}

async function postpone(tx: SqlOrTx, judged: readonly Judged[]): Promise<void> {
  const delays = new Map<number, number[]>();
  for (const { intent, verdict } of judged) {
    if (verdict.kind === "postpone") delays.set(verdict.delayMs, [...(delays.get(verdict.delayMs) ?? []), intent.id]);
  }
  for (const [delayMs, ids] of delays) await postponeIntents(tx, { ids, delayMs });
}

function closedOf(judged: readonly Judged[], state: "cancelled" | "rejected"): ClosedIntent[] {
  return judged.flatMap(({ intent, verdict }) =>
    verdict.kind === "close" && verdict.state === state ? [{ ...verdict, id: intent.id }] : [],
  );
}
