import { type Provider, senderSettingsSchema } from "../provider.ts";

/** Keeps messages in Lotse's own database: nothing leaves the machine. It behaves like a remote service with idempotency keys. */
export const sandboxProvider = {
  id: "sandbox",
  kind: "email",
  settings: senderSettingsSchema,
  secret: undefined,
  capabilities: { maximumBatch: 100, parallelCalls: 3 },
} as const satisfies Provider;
