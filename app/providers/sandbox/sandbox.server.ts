import { randomUUID } from "node:crypto";
import { z } from "zod";
import { deliverToSandbox } from "#db/queries/sandbox.ts";
import { type FrozenEmail, type ProviderAnswer, senderSettingsSchema } from "../provider.ts";
import { hashEmails } from "../request-hash.server.ts";
import type { Sender } from "../sender.server.ts";
import { sandboxProvider } from "./sandbox.provider.ts";

/**
 * Faults that chaos tests write into the stored settings as `name:share`. No form and no use case accepts this field.
 * `lose-answer` keeps the messages and never says so; the others keep nothing.
 */
const faultSchema = z.object({
  fault: z
    .string()
    .regex(/^(lose-answer|break|rate-limit|refuse-key):(0(\.\d+)?|1)$/)
    .optional(),
});

export const sandboxSender: Sender = {
  send: async ({ sql }, account, { idempotencyKey, emails }) => {
    const fault = drawFault(account.settings);
    if (fault === "break") return answer(500, "internal_server_error", "The sandbox was told to break.");
    if (fault === "rate-limit")
      return { ...answer(429, "rate_limit_exceeded", "The sandbox was told to be busy."), retryAfterSeconds: 1 };
    if (fault === "refuse-key") return answer(401, "restricted_api_key", "The sandbox was told to refuse its key.");
    const refusal = refuse(emails);
    if (refusal) return refusal;
    const requestHash = hashEmails(emails);
    const rows = await deliverToSandbox(sql, {
      channelId: account.channelId,
      idempotencyKey,
      requestHash,
      requests: emails.map((email) => JSON.stringify(email)),
      ids: emails.map(() => randomUUID()),
    });
    if (rows.some((row) => row.requestHash !== requestHash)) {
      return answer(409, "invalid_idempotent_request", "This key was used before with other content.");
    }
    if (fault === "lose-answer") return { status: undefined, message: "The sandbox was told to lose its answer." };
    return { status: 200, ids: rows.map((row) => row.id) };
  },
};

function drawFault(settings: unknown): string | undefined {
  const parsed = faultSchema.safeParse(settings);
  const [name, share] = parsed.data?.fault?.split(":") ?? [];
  return name !== undefined && Math.random() < Number(share) ? name : undefined;
}

/** As strict as the real services: one faulty e-mail refuses the whole call. */
function refuse(emails: readonly FrozenEmail[]): ProviderAnswer | undefined {
  const { maximumBatch } = sandboxProvider.capabilities;
  if (emails.length === 0 || emails.length > maximumBatch)
    return answer(422, "validation_error", `Send 1 to ${maximumBatch} e-mails a call.`);
  const address = senderSettingsSchema.shape.fromEmail;
  const faulty = emails.findIndex((email) => email.subject === "" || !address.safeParse(email.to).success);
  if (faulty === -1) return undefined;
  return answer(422, "validation_error", `E-mail ${faulty} has no subject or no valid address.`);
}

function answer(status: number, name: string, message: string): ProviderAnswer {
  return { status, name, message };
}
