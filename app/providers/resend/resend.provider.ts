import { z } from "zod";
import { type Provider, senderSettingsSchema } from "../provider.ts";

/** https://resend.com: at most 100 e-mails a call, keys of at most 256 characters kept for 24 hours, 2 to 5 calls a second. */
export const resendProvider = {
  id: "resend",
  kind: "email",
  settings: senderSettingsSchema,
  secret: z
    .string()
    .trim()
    .regex(/^re_[A-Za-z0-9_]{3,200}$/),
  capabilities: { maximumBatch: 100, parallelCalls: 1 },
} as const satisfies Provider;
