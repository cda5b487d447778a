import { z } from "zod";
import type { JsonObject } from "#app/engine/effect.ts";
import { readPath } from "#app/engine/node-type.ts";
import { AppError } from "#app/errors/app-error.ts";
import { formatMailbox } from "#app/providers/mailbox.ts";
import { type FrozenEmail, senderSettingsSchema } from "#app/providers/provider.ts";
import type { TemplateVariables } from "#app/server/messages/template-engine.server.ts";
import type { SendingChannel } from "#db/queries/channels.ts";
import type { ChannelTrouble } from "#db/queries/effect-batches.ts";
import type { ClaimedIntent } from "#db/queries/effects.ts";
import type { EmailStep, StepTemplate, WebhookStep } from "./step-templates.ts";

/** One webhook, exactly as it goes out. */
export type FrozenWebhook = {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  body: string | null;
};

export type Verdict =
  | { kind: "email"; channelId: number; email: FrozenEmail }
  | { kind: "webhook"; request: FrozenWebhook }
  | { kind: "close"; state: "cancelled" | "rejected"; reason: string; recipient: string; detail: string | undefined }
  /** `isOnlyChannel`: it waits for its channel, and the workspace has no other. */
  | { kind: "postpone"; delayMs: number; isOnlyChannel: boolean };

export type ChannelHealth = { channels: readonly SendingChannel[]; troubles: ReadonlyMap<number, ChannelTrouble> };

/** While a journey or a channel is paused its messages are looked at again this often. */
const PAUSE_MS = 60_000;
/** A channel with this many batches waiting for another attempt takes only probes. */
const TROUBLED_BATCHES = 3;
/** A channel whose provider does not answer gets one new batch in this time, to see whether it is back. */
export const PROBE_MS = 30_000;
const optOutAttributes = ["unsubscribed", "email_opt_out"] as const;
// Settings of the sandbox may hold a fault for chaos tests; only the sandbox reads it.
const storedSenderSchema = z.object(senderSettingsSchema.shape);
const addressSchema = z.email().max(254);

/** Whether and how one intent goes out now. Everything that a person may withdraw is checked here, when it is frozen. */
export function judge(intent: ClaimedIntent, step: StepTemplate, health: ChannelHealth): Verdict {
  if (intent.attributes === null) return close("cancelled", "customer_gone");
  if (intent.journeyState === null || intent.journeyState === "archived") return close("cancelled", "journey_archived");
  if (intent.journeyState === "paused") return { kind: "postpone", delayMs: PAUSE_MS, isOnlyChannel: false };
  if (step.kind === "fault") return close("rejected", step.reason, { detail: step.detail });
  const variables = variablesOf(intent, intent.attributes);
  try {
    return step.kind === "email" ? judgeEmail(intent, step, variables, health) : judgeWebhook(intent, step, variables);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== "template.invalid") throw cause;
    return close("rejected", "template_invalid", { detail: String(cause.params["reason"] ?? "") });
  }
}

function judgeEmail(
  intent: ClaimedIntent,
  { settings, template }: EmailStep,
  variables: TemplateVariables,
  health: ChannelHealth,
): Verdict {
  const attributes = intent.attributes ?? {};
  const address = readPath(attributes, settings.to);
  const recipient = typeof address === "string" ? address.trim() : "";
  if (recipient === "") return close("cancelled", "no_email");
  if (optOutAttributes.some((name) => attributes[name] === true || attributes[name] === "true"))
    return close("cancelled", "opted_out", { recipient });
  if (!addressSchema.safeParse(recipient).success) return close("rejected", "recipient_invalid", { recipient });
  const channel = health.channels.find(({ id, isDefault }) =>
    settings.channelId === undefined ? isDefault : id === settings.channelId,
  );
  const sender = storedSenderSchema.safeParse(channel?.settings);
  if (channel === undefined || !sender.success) return close("rejected", "channel_missing", { recipient });
  const delayMs = channelDelayMs(channel, health.troubles.get(channel.id));
  if (delayMs > 0) return { kind: "postpone", delayMs, isOnlyChannel: health.channels.length === 1 };
  const { subject, html, text } = template(variables);
  if (subject === "") return close("rejected", "template_invalid", { recipient, detail: "the subject is empty" });
  const { fromName, fromEmail, replyTo } = sender.data;
  const email = {
    from: formatMailbox(fromName, fromEmail),
    to: recipient,
    replyTo,
    subject,
    html,
    text,
    intent: String(intent.id),
  };
  return { kind: "email", channelId: channel.id, email };
}

function channelDelayMs({ pausedAt }: SendingChannel, trouble: ChannelTrouble | undefined): number {
  if (pausedAt !== null) return PAUSE_MS;
  if (trouble === undefined) return 0;
  if (trouble.isLimited) return Math.max(trouble.waitMs, 100);
  return trouble.backingOff >= TROUBLED_BATCHES && trouble.hasRecent ? PROBE_MS : 0;
}

function judgeWebhook(intent: ClaimedIntent, step: WebhookStep, variables: TemplateVariables): Verdict {
  const { url, headers, body } = step.template(variables);
  const hasBody = step.settings.method !== "GET" && step.settings.method !== "DELETE";
  if (!URL.canParse(url))
    return close("rejected", "template_invalid", {
      recipient: url.slice(0, 300),
      detail: "the filled URL is not valid",
    });
  const sent = body ?? (hasBody ? standardBody(intent, step) : undefined);
  return { kind: "webhook", request: { method: step.settings.method, url, headers, body: sent ?? null } };
}

/** What a webhook says when nobody wrote a body. */
function standardBody(intent: ClaimedIntent, { name, nodeId }: WebhookStep): string {
  return JSON.stringify({
    type: "journey.step",
    journey: { id: intent.journeyId, name: intent.journeyName },
    step: { id: nodeId, name },
    run: { id: intent.runId },
    customer: { id: intent.customerId, userId: intent.externalId, attributes: intent.attributes },
  });
}

function variablesOf({ externalId, journeyName }: ClaimedIntent, attributes: JsonObject): TemplateVariables {
  return { customer: { id: externalId, ...attributes }, journey: { name: journeyName ?? "" } };
}

function close(
  state: "cancelled" | "rejected",
  reason: string,
  { recipient = "", detail }: { recipient?: string; detail?: string } = {},
): Verdict {
  return { kind: "close", state, reason, recipient, detail };
}
