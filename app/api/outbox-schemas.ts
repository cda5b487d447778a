import { z } from "zod";
import { journeyRefSchema, stepRefSchema } from "./customer-schemas.ts";

const time = z.iso.datetime();

/** A whole number that Postgres and JavaScript both hold exactly. */
export const messageIdSchema = z.coerce.number().int().min(1);
export const messageStateSchema = z.enum(["planned", "sending", "accepted", "rejected", "unknown", "cancelled"]);

const messageShape = {
  id: z.int(),
  state: messageStateSchema,
  kind: z.enum(["email", "webhook"]),
  at: time.meta({ description: "When it was asked for (planned) or its content was frozen." }),
  dueAt: time.nullable().meta({ description: "When a planned one goes out at the earliest." }),
  settledAt: time.nullable(),
  journey: journeyRefSchema,
  step: stepRefSchema.nullable(),
  customer: z.strictObject({ id: z.int(), userId: z.string().nullable(), name: z.string().nullable() }),
  recipient: z.string().meta({ description: "Address or URL; empty while it is planned." }),
  subject: z.string(),
  reason: z
    .strictObject({ code: z.string(), detail: z.string() })
    .nullable()
    .meta({ description: "Why it was not accepted." }),
  attempts: z.int().min(0),
  heldBy: z
    .enum(["journey", "channel"])
    .nullable()
    .meta({ description: "A planned one waits until this is no longer paused." }),
};

export const outboxRowSchema = z.strictObject(messageShape).meta({ id: "OutboxRow" });

export const outboxMessageSchema = z
  .strictObject({
    ...messageShape,
    isPreview: z.boolean().meta({ description: "True while it is planned: rendered with what is known now." }),
    email: z
      .strictObject({
        from: z.string(),
        to: z.string(),
        replyTo: z.string().nullable(),
        subject: z.string(),
        html: z.string(),
        text: z.string(),
      })
      .nullable(),
    webhook: z
      .strictObject({
        method: z.string(),
        url: z.string(),
        headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
        body: z.string().nullable(),
      })
      .nullable(),
    channel: z.strictObject({ id: z.int(), name: z.string(), provider: z.string() }).nullable(),
    providerMessageId: z.string().nullable(),
    idempotencyKey: z.string().nullable(),
    nextAttemptAt: time.nullable(),
    answer: z.record(z.string(), z.json()).nullable(),
  })
  .meta({ id: "OutboxMessage", description: "What exactly was sent, and how it ended." });
