import { z } from "zod";
import { AppError } from "#app/errors/app-error.ts";
import type { ProviderAnswer } from "#app/providers/provider.ts";
import { hashEmails, readFrozenEmail } from "#app/providers/request-hash.server.ts";
import type { SenderAccount } from "#app/providers/sender.server.ts";
import { senders } from "#app/providers/senders.server.ts";
import { openAccount } from "#app/server/channels/open-account.server.ts";
import { dropUnstorable } from "#app/server/messages/template-engine.server.ts";
import { type SendingChannel, selectSendingChannels } from "#db/queries/channels.ts";
import type { LeasedBatch } from "#db/queries/effect-batches.ts";
import { intentKind } from "#db/schema/effect.ts";
import { type EffectServices, effectContext } from "./effect-context.ts";
import { hashWebhook } from "./freeze.ts";

const EMAIL_TIMEOUT_MS = 15_000;
const WEBHOOK_TIMEOUT_MS = 30_000;
const KEPT_ANSWER_CHARACTERS = 4_096;

const frozenWebhookSchema = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string().nullable(),
});

/** T3: the call itself, outside of every transaction. Never throws: silence and faults on our side are answers too. */
export async function callProvider(services: EffectServices, batch: LeasedBatch): Promise<ProviderAnswer> {
  try {
    return batch.kind === intentKind.email ? await sendEmails(services, batch) : await callWebhook(services, batch);
  } catch (cause) {
    services.logger.error({ err: cause, batchId: batch.id }, "An effect could not be called");
    return {
      status: undefined,
      name: "not_called",
      message: cause instanceof Error ? cause.message.slice(0, 300) : "unknown",
    };
  }
}

async function sendEmails(services: EffectServices, batch: LeasedBatch): Promise<ProviderAnswer> {
  const channels = await selectSendingChannels(services.sql, { workspaceId: batch.workspaceId });
  const channel = channels.find(({ id }) => id === batch.channelId);
  if (channel === undefined) return { status: 404, name: "channel_missing", message: "The channel was removed." };
  const emails = batch.requests.map(({ request }) => readFrozenEmail(request));
  if (hashEmails(emails) !== batch.requestHash) return keyConflict;
  const account = readAccount(services, batch.workspaceId, channel);
  if (account === undefined)
    return { status: 401, name: "secret_unreadable", message: "The channel's key cannot be read. Enter it again." };
  const surroundings = { sql: services.sql, resendBaseUrl: services.environment.RESEND_BASE_URL };
  return senders[channel.provider].send(surroundings, account, {
    idempotencyKey: batch.idempotencyKey,
    emails,
    timeoutMs: EMAIL_TIMEOUT_MS,
  });
}

/** A secret sealed under another LOTSE_SECRET is like a refused key: nothing goes out until somebody enters it again. */
function readAccount(
  services: EffectServices,
  workspaceId: number,
  channel: SendingChannel,
): SenderAccount | undefined {
  try {
    return openAccount(services, workspaceId, channel);
  } catch (cause) {
    services.logger.error({ err: cause, workspaceId, channelId: channel.id }, "A channel's secret cannot be opened");
    return undefined;
  }
}

/** Bytes that are not the frozen ones never go out under the frozen key. */
const keyConflict: ProviderAnswer = {
  status: 409,
  name: "invalid_idempotent_request",
  message: "The stored request does not match its hash.",
};

async function callWebhook(services: EffectServices, batch: LeasedBatch): Promise<ProviderAnswer> {
  const { method, url, headers, body } = frozenWebhookSchema.parse(batch.requests[0]?.request);
  if (hashWebhook({ method, url, headers, body }) !== batch.requestHash) return { ...keyConflict, status: 400 };
  const options = {
    method,
    headers: Object.fromEntries(headers),
    body: body ?? undefined,
    timeoutMs: WEBHOOK_TIMEOUT_MS,
  };
  try {
    const answer = await effectContext(services).safeFetch.call(url, options);
    const retryAfter = Number(answer.headers["retry-after"] ?? Number.NaN);
    return {
      status: answer.status,
      message: `HTTP ${answer.status}`,
      retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
      detail: { status: answer.status, body: dropUnstorable(answer.body.slice(0, KEPT_ANSWER_CHARACTERS)) },
    };
  } catch (cause) {
    return unanswered(cause);
  }
}

function unanswered(cause: unknown): ProviderAnswer {
  if (!(cause instanceof AppError)) throw cause;
  if (cause.code === "webhook.private_address")
    return { status: undefined, name: "private_address", message: String(cause.params["host"]) };
  if (cause.code === "request.invalid") return { status: 400, message: "The URL is not valid." };
  return { status: undefined, message: String(cause.params["reason"] ?? cause.code) };
}
