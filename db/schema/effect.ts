import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { JsonObject } from "../../app/engine/effect.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });
const id8 = (name: string) => bigint(name, { mode: "number" });

/** effect_intent.kind */
export const intentKind = { email: 0, webhook: 1 } as const;
/** effect_intent.state. pending -> frozen -> accepted | rejected | unknown; cancelled before freezing. */
export const intentState = { pending: 0, frozen: 1, accepted: 2, rejected: 3, unknown: 4, cancelled: 5 } as const;

/** T1: what a step asked for. Unique per (run, visit, slot): however often a pass is repeated, it is asked once. */
export const effectIntent = pgTable(
  "effect_intent",
  {
    id: id8("id").notNull().generatedAlwaysAsIdentity(),
    runId: id8("run_id").notNull(),
    customerId: id8("customer_id").notNull(),
    dueAt: at("due_at").notNull(),
    createdAt: at("created_at").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    step: integer("step").notNull(),
    bucket: smallint("bucket").notNull(),
    node: smallint("node").notNull(),
    slot: smallint("slot").notNull(),
    kind: smallint("kind").notNull(),
    state: smallint("state").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.id] }),
    uniqueIndex("effect_intent_visit").on(table.bucket, table.runId, table.step, table.slot),
    index("effect_intent_pending").on(table.kind, table.workspaceId, table.dueAt, table.id).where(sql`state = 0`),
  ],
);

/** T2: a group of intents that goes out as one request under one key. Members and bytes never change after the freeze. */
export const effectBatch = pgTable(
  "effect_batch",
  {
    id: id8("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id").notNull(),
    kind: smallint("kind").notNull(),
    channelId: integer("channel_id"),
    idempotencyKey: text("idempotency_key").notNull().unique(),
    /** SHA-256 (hex) of the exact request. */
    requestHash: text("request_hash").notNull(),
    state: text("state", { enum: ["sending", "settled"] })
      .notNull()
      .default("sending"),
    attempts: integer("attempts").notNull().default(0),
    firstAttemptAt: at("first_attempt_at"),
    nextAttemptAt: at("next_attempt_at").notNull(),
    leaseToken: text("lease_token"),
    leaseUntil: at("lease_until"),
    createdAt: at("created_at").notNull(),
  },
  (table) => [index("effect_batch_open").on(table.nextAttemptAt).where(sql`state = 'sending'`)],
);

/** What exactly was (or will be) sent for one intent, and how it ended. The outbox page shows these rows. */
export const message = pgTable(
  "message",
  {
    intentId: id8("intent_id").primaryKey(),
    batchId: id8("batch_id").references(() => effectBatch.id),
    position: smallint("position").notNull().default(0),
    workspaceId: integer("workspace_id").notNull(),
    customerId: id8("customer_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    runId: id8("run_id").notNull(),
    node: smallint("node").notNull(),
    kind: smallint("kind").notNull(),
    channelId: integer("channel_id"),
    state: text("state", { enum: ["sending", "accepted", "rejected", "unknown", "cancelled"] }).notNull(),
    /** E-mail address or URL. */
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull().default(""),
    /** The frozen request: from, to, subject, html, text, headers, or method, url, headers, body. */
    request: jsonb("request").$type<JsonObject>().notNull(),
    providerMessageId: text("provider_message_id"),
    /** i18n code below `outbox.reasons.` and its parameters when it was not accepted. */
    reason: text("reason"),
    /** The provider's raw answer, cut to 4 KB. */
    answer: jsonb("answer").$type<JsonObject>(),
    attempts: integer("attempts").notNull().default(0),
    createdAt: at("created_at").notNull(),
    settledAt: at("settled_at"),
  },
  (table) => [
    index("message_recent").on(table.workspaceId, table.createdAt, table.intentId),
    index("message_customer").on(table.customerId, table.createdAt),
    index("message_batch").on(table.batchId),
  ],
);

/** The sandbox provider's own memory: what it accepted, under which key. It stands for a remote service. */
export const sandboxMessage = pgTable(
  "sandbox_message",
  {
    id: text("id").primaryKey(),
    channelId: integer("channel_id").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    position: smallint("position").notNull(),
    requestHash: text("request_hash").notNull(),
    request: jsonb("request").$type<JsonObject>().notNull(),
    acceptedAt: at("accepted_at").notNull().default(sql`now()`),
  },
  (table) => [uniqueIndex("sandbox_message_key").on(table.channelId, table.idempotencyKey, table.position)],
);
