import { randomUUID } from "node:crypto";
import { providerById } from "#app/providers/registry.ts";
import type { Sql } from "#db/client.ts";
import { enqueue, jobKey } from "#db/jobs.ts";
import { selectSendingChannels } from "#db/queries/channels.ts";
import { type LeasedBatch, leaseDueBatches } from "#db/queries/effect-batches.ts";
import { listDueQueues, nextEffectAt } from "#db/queries/effects.ts";
import { intentKind } from "#db/schema/effect.ts";
import { callProvider } from "./call.ts";
import { type EffectServices, effectContext } from "./effect-context.ts";
import { freezeEffects, LEASE_MS } from "./freeze.ts";
import type { EffectKind } from "./outcome.ts";
import { settleAnswer } from "./settle.ts";

const BUDGET_MS = 2_000;
const WEBHOOK_STREAMS = 2;
const leaseLimit: Readonly<Record<EffectKind, number>> = { email: 1, webhook: 20 };

type Queue = { kind: EffectKind; workspaceId: number };

/**
 * Sends what is due in one workspace until nothing is left or two seconds have passed, and plans the next look. Interrupted at any
 * point it leaves either pending intents or batches whose lease runs out; both are taken up again under the same keys. While one runs
 * in this process, a second one only tells it to look once more: each pass wakes the dispatcher, and they must not fill all job slots.
 */
export async function dispatchEffects(services: EffectServices, queue: Queue): Promise<void> {
  const { running } = effectContext(services);
  const key = jobKey.dispatch(queue.kind, queue.workspaceId);
  const other = running.get(key);
  if (other) {
    other.isWanted = true;
    return;
  }
  const own = { isWanted: false };
  running.set(key, own);
  try {
    const runAt = await drainQueue(services, queue, own);
    if (runAt) await enqueue(services.sql, "dispatch", queue, { key, runAt, keepsPlanned: true });
  } finally {
    running.delete(key);
  }
  if (own.isWanted) await enqueue(services.sql, "dispatch", queue, { key });
}

/** Returns when to look again; undefined when nothing is open. */
async function drainQueue(
  services: EffectServices,
  queue: Queue,
  own: { isWanted: boolean },
): Promise<Date | undefined> {
  const endsAt = performance.now() + BUDGET_MS;
  const streams = await streamCount(services, queue);
  let holdMs = 0;
  do {
    own.isWanted = false;
    const holds = await Promise.all(Array.from({ length: streams }, () => drain(services, queue, endsAt)));
    holdMs = Math.max(...holds);
  } while (own.isWanted && performance.now() < endsAt);
  return nextEffectAt(services.sql, { workspaceId: queue.workspaceId, kind: intentKind[queue.kind], holdMs });
}

/** As many calls at once as the most sensitive channel bears: more would only be answered with "too many requests". */
async function streamCount({ sql }: EffectServices, { kind, workspaceId }: Queue): Promise<number> {
  if (kind === "webhook") return WEBHOOK_STREAMS;
  const channels = await selectSendingChannels(sql, { workspaceId });
  const active = channels.filter((channel) => channel.pausedAt === null);
  return Math.max(1, Math.min(...active.map(({ provider }) => providerById(provider).capabilities.parallelCalls), 3));
}

/** Returns how long the queue has to be left alone; 0 unless its only channel takes nothing for a while. */
async function drain(services: EffectServices, queue: Queue, endsAt: number): Promise<number> {
  while (performance.now() < endsAt) {
    const hasResumed = await resumeBatches(services, queue);
    const { claimed, batches, holdMs } = await freezeEffects(services, queue);
    await sendAll(services, batches);
    if (holdMs > 0) return holdMs;
    if (!hasResumed && claimed === 0) return 0;
  }
  return 0;
}

async function resumeBatches(services: EffectServices, { kind, workspaceId }: Queue): Promise<boolean> {
  const lease = {
    workspaceId,
    kind: intentKind[kind],
    limit: leaseLimit[kind],
    leaseToken: randomUUID(),
    leaseMs: LEASE_MS,
  };
  const batches = await leaseDueBatches(services.sql, lease);
  await sendAll(services, batches);
  return batches.length > 0;
}

async function sendAll(services: EffectServices, batches: readonly LeasedBatch[]): Promise<void> {
  await Promise.all(batches.map(async (batch) => settleAnswer(services, batch, await callProvider(services, batch))));
}

/** Wakes the dispatcher of every queue with something due; run each minute, in case a wake-up was lost. */
export async function sweepEffects(sql: Sql): Promise<void> {
  for (const { workspaceId, kind } of await listDueQueues(sql)) {
    const name: EffectKind = kind === intentKind.email ? "email" : "webhook";
    await enqueue(sql, "dispatch", { kind: name, workspaceId }, { key: jobKey.dispatch(name, workspaceId) });
  }
}
