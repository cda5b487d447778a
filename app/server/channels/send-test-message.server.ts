import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type SendingChannel, selectSendingChannels } from "#db/queries/channels.ts";
import { type EffectFrame, selectEffectFrame } from "#db/queries/effects.ts";
import type { JsonObject } from "../../engine/effect.ts";
import { AppError } from "../../errors/app-error.ts";
import { outbox as german } from "../../i18n/de/outbox.ts";
import { outbox as english } from "../../i18n/en/outbox.ts";
import { formatMailbox } from "../../providers/mailbox.ts";
import type { ProviderAnswer } from "../../providers/provider.ts";
import { senders } from "../../providers/senders.server.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { previewEmail } from "../messages/preview-email.server.ts";
import type { EmailContent, RenderedEmail } from "../messages/render-email.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { toChannelView } from "./channel-view.ts";
import { openAccount } from "./open-account.server.ts";

const TIMEOUT_MS = 15_000;
const inputSchema = z.object({ to: z.email().max(254) });

type TestMessage = {
  scope: Scope;
  /** The default channel when left out. */
  channelId?: number | undefined;
  to: string;
  /** A short text of our own when left out. */
  content?: EmailContent | undefined;
  sample?: { attributes: JsonObject; journeyName: string } | undefined;
};
type SentTest = { providerMessageId: string; isSandbox: boolean; email: RenderedEmail };

/**
 * Sends one e-mail at once, outside of every journey. Editors and up. Throws request.not_found without such a channel, template.invalid,
 * channel.key_refused, provider.rejected or provider.unavailable.
 */
export async function sendTestMessage(
  services: Pick<Services, "sql" | "secret" | "environment">,
  input: TestMessage,
): Promise<SentTest> {
  const { scope, channelId } = input;
  requireRole(scope, "editor");
  const { to } = parseInput(inputSchema, { to: input.to });
  const [channels, frame] = await Promise.all([
    selectSendingChannels(services.sql, scope),
    selectEffectFrame(services.sql, scope),
  ]);
  const channel = channels.find(({ id, isDefault }) => (channelId === undefined ? isDefault : id === channelId));
  const sender = channel && toChannelView(channel).sender;
  if (channel === undefined || sender === undefined || frame === undefined) throw new AppError("request.not_found");
  const email = previewEmail(
    input.content ?? ownContent(frame),
    input.sample ?? { attributes: { email: to }, journeyName: "" },
    frame,
  );
  const { subject, html, text } = email;
  const frozen = {
    from: formatMailbox(sender.fromName, sender.fromEmail),
    to,
    replyTo: sender.replyTo,
    subject,
    html,
    text,
    intent: "test",
  };
  const answer = await senders[channel.provider].send(
    { sql: services.sql, resendBaseUrl: services.environment.RESEND_BASE_URL },
    openAccount(services, scope.workspaceId, channel),
    { idempotencyKey: `lotse/t/${randomUUID()}`, emails: [frozen], timeoutMs: TIMEOUT_MS },
  );
  return { providerMessageId: acceptedId(answer, channel), isSandbox: channel.provider === "sandbox", email };
}

function ownContent({ language, workspaceName }: EffectFrame): EmailContent {
  const { testSubject, testBody } = (language === "de" ? german : english).mail;
  return {
    subject: testSubject.replace("{{workspace}}", () => workspaceName.replace(/[{}]/g, "")),
    preheader: "",
    body: testBody,
  };
}

function acceptedId({ status, name, message, ids }: ProviderAnswer, channel: SendingChannel): string {
  const id = ids?.[0];
  if (id !== undefined) return id;
  if (status === 401 || status === 403) throw new AppError("channel.key_refused");
  const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 429;
  if (isRefused) throw new AppError("provider.rejected", { reason: message ?? name ?? String(status) });
  throw new AppError("provider.unavailable", { provider: channel.provider });
}
