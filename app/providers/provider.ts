import { z } from "zod";
import type { JsonObject } from "../engine/effect.ts";

const header = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .refine((text) => !/[\p{Cc}<>"\\]/u.test(text), {
      error: "must not contain line breaks, quotes, backslashes or angle brackets",
    });

/** What every e-mail channel says about its sender. */
export const senderSettingsSchema = z.strictObject({
  fromName: header(120),
  fromEmail: z.email().max(254),
  replyTo: z.email().max(254).optional(),
});
export type SenderSettings = z.infer<typeof senderSettingsSchema>;

/** The pure half of an outside service: what a form, a check and the registry need to know. */
export type Provider = {
  id: string;
  kind: "email";
  settings: z.ZodType<SenderSettings>;
  /** undefined when the provider needs no secret. */
  secret: z.ZodType<string> | undefined;
  /** `parallelCalls`: how many calls the service bears at once from one process. */
  capabilities: { maximumBatch: number; parallelCalls: number };
};

/** One e-mail, exactly as it goes out; frozen before the first attempt and never rendered again. */
export type FrozenEmail = {
  from: string;
  to: string;
  replyTo?: string | undefined;
  subject: string;
  html: string;
  text: string;
  /** Finds our intent again in the provider's lists and webhooks. */
  intent: string;
};

export type SendRequest = {
  /** Every attempt of a batch carries the same key and the same e-mails. */
  idempotencyKey: string;
  emails: readonly FrozenEmail[];
  timeoutMs: number;
};

/**
 * What came back. `status` undefined: no answer, so nobody knows whether it was carried out. `ids` belong to the e-mails by position
 * and are present exactly when the status is 2xx.
 */
export type ProviderAnswer = {
  status: number | undefined;
  /** The provider's own error name, e.g. `concurrent_idempotent_requests`. */
  name?: string | undefined;
  message?: string | undefined;
  retryAfterSeconds?: number | undefined;
  ids?: readonly string[] | undefined;
  /** Kept with the message for people who want to see it. */
  detail?: JsonObject | undefined;
};
