import type { JsonObject } from "#app/engine/effect.ts";
import type { ProviderAnswer } from "#app/providers/provider.ts";
import { hashEmails, readFrozenEmail } from "#app/providers/request-hash.server.ts";
import { dropUnstorable } from "#app/server/messages/template-engine.server.ts";
import type { SqlOrTx } from "#db/client.ts";
import { lockBuckets } from "#db/queries/bucket-lock.ts";
import { pauseChannel } from "#db/queries/channels.ts";
import {
  type BatchPart,
  type LeasedBatch,
  type MessageResult,
  releaseBatch,
  retryBatch,
  selectWaitingRuns,
  settleBatch,
  splitBatch,
} from "#db/queries/effect-batches.ts";
import { intentKind } from "#db/schema/effect.ts";
import { nudgeLanes } from "../nudge.ts";
import type { EffectServices } from "./effect-context.ts";
import { newKey } from "./freeze.ts";
import { type Decision, decide } from "./outcome.ts";
import { type Outcome, wakeForOutcomes } from "./wake.ts";

/** What a settlement changed; `stale`: somebody else holds the batch by now, so nothing. */
export type Settlement = "settled" | "retry" | "released" | "split" | "stale";

/** T4: writes down what the provider said, and wakes runs that wait for it, if the lease is still ours. */
export async function settleAnswer(
  services: EffectServices,
  batch: LeasedBatch,
  answer: ProviderAnswer,
): Promise<Settlement> {
  const { attempts, ageMs } = batch;
  const kind = batch.kind === intentKind.email ? "email" : "webhook";
  const decision = decide({ kind, answer, attempts, ageMs, jitter: Math.random() });
  const { settlement, lanes } = await services.sql.begin((tx) => apply(tx, batch, { decision, answer }));
  await nudgeLanes(services.sql, lanes);
  if ("pause" in decision)
    services.logger.warn({ channelId: batch.channelId, reason: decision.pause }, "A channel was paused");
  return settlement;
}

type Ruling = { decision: Decision; answer: ProviderAnswer };
type Applied = { settlement: Settlement; lanes: number[] };

async function apply(tx: SqlOrTx, batch: LeasedBatch, { decision, answer }: Ruling): Promise<Applied> {
  const applied = await applyToBatch(tx, batch, { decision, answer });
  if (
    applied.settlement !== "stale" &&
    "pause" in decision &&
    decision.pause !== undefined &&
    batch.channelId !== null
  ) {
    await pauseChannel(tx, { workspaceId: batch.workspaceId, channelId: batch.channelId, reason: decision.pause });
  }
  return applied;
}

async function applyToBatch(tx: SqlOrTx, batch: LeasedBatch, { decision, answer }: Ruling): Promise<Applied> {
  switch (decision.kind) {
    case "accept":
      return settleAll(tx, batch, { state: "accepted", reason: undefined, answer });
    case "give-up":
      return settleAll(tx, batch, { state: decision.state, reason: decision.reason, answer });
    case "refuse":
      if (batch.requests.length === 1)
        return settleAll(tx, batch, { state: "rejected", reason: decision.reason, answer });
      return outcome(await splitBatch(tx, batch, halves(batch)), "split");
    case "retry":
      return outcome(await retryBatch(tx, batch, { ...decision, answer: answerRecord(answer) }), "retry");
    case "release":
      return outcome(await releaseBatch(tx, batch, decision), "released");
  }
}

const outcome = (isOurs: boolean, settlement: Settlement): Applied => ({
  settlement: isOurs ? settlement : "stale",
  lanes: [],
});

type Ending = { state: MessageResult["state"]; reason: string | undefined; answer: ProviderAnswer };

async function settleAll(tx: SqlOrTx, batch: LeasedBatch, { state, reason, answer }: Ending): Promise<Applied> {
  const record = answerRecord(answer);
  const intentIds = batch.requests.map((request) => request.intentId);
  // Buckets before intents, as everywhere (see close.ts).
  await lockBuckets(
    tx,
    (await selectWaitingRuns(tx, intentIds)).map((run) => run.bucket),
  );
  const results = batch.requests.map(
    ({ intentId }, position): MessageResult => ({
      intentId,
      state,
      reason,
      providerMessageId: answer.ids?.[position],
      answer: record,
    }),
  );
  const waiting = await settleBatch(tx, batch, results);
  if (waiting === undefined) return { settlement: "stale", lanes: [] };
  const ended: Outcome = { outcome: state, detail: reason === undefined ? record : { ...record, reason } };
  const lanes = await wakeForOutcomes(tx, waiting, new Map(results.map(({ intentId }) => [intentId, ended])));
  return { settlement: "settled", lanes };
}

/** Kept with the message and given to the run: small, and nothing that Postgres cannot store. */
function answerRecord({ status, name, message, detail }: ProviderAnswer): JsonObject {
  const text = message === undefined ? undefined : dropUnstorable(message.slice(0, 500));
  return {
    ...(status === undefined ? {} : { status }),
    ...(name === undefined ? {} : { name }),
    ...(text === undefined ? {} : { detail: text }),
    ...detail,
  };
}

/** One e-mail of the batch is at fault and the provider took none: at most seven halvings find it among a hundred. */
function halves({ requests }: LeasedBatch): BatchPart[] {
  const middle = Math.ceil(requests.length / 2);
  return [requests.slice(0, middle), requests.slice(middle)].map((part) => ({
    idempotencyKey: newKey(),
    requestHash: hashEmails(part.map(({ request }) => readFrozenEmail(request))),
    intentIds: part.map(({ intentId }) => intentId),
  }));
}
