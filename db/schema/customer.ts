import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
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
import { workspace } from "./workspace.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });
const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** `bucket` is `id & 255`: ids count up, so customers spread evenly and any process can tell the bucket from the id. */
export const customer = pgTable(
  "customer",
  {
    bucket: smallint("bucket").notNull().generatedAlwaysAs(sql`((id & 255)::smallint)`),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    /** The user id that the sending system uses; null while the customer is anonymous. */
    externalId: text("external_id"),
    attributes: jsonb("attributes").$type<JsonObject>().notNull().default({}),
    isSimulated: boolean("is_simulated").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.id] }),
    uniqueIndex("customer_id").on(table.id),
    index("customer_recent").on(table.workspaceId, table.lastSeenAt, table.id),
  ],
);

/** Every id a customer is known by. A merge moves rows here; events keep the id they came with. */
export const customerIdentity = pgTable(
  "customer_identity",
  {
    workspaceId: integer("workspace_id").notNull(),
    kind: text("kind", { enum: ["user", "anonymous"] }).notNull(),
    value: text("value").notNull(),
    customerId: bigint("customer_id", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.kind, table.value] }),
    index("customer_identity_customer").on(table.customerId),
  ],
);

/** Attribute names seen in a workspace with the type of their first value. */
export const attributeType = pgTable(
  "attribute_type",
  {
    workspaceId: integer("workspace_id").notNull(),
    name: text("name").notNull(),
    type: text("type", { enum: ["text", "number", "boolean", "time", "list", "object"] }).notNull(),
    firstSeenAt: at("first_seen_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** Event names seen in a workspace; feeds pickers and "last matching event". */
export const eventType = pgTable(
  "event_type",
  {
    workspaceId: integer("workspace_id").notNull(),
    name: text("name").notNull(),
    count: bigint("count", { mode: "number" }).notNull().default(0),
    lastAt: at("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.name] })],
);

/** How often a customer did an event; what branches over events read. */
export const customerEvent = pgTable(
  "customer_event",
  {
    bucket: smallint("bucket").notNull(),
    customerId: bigint("customer_id", { mode: "number" }).notNull(),
    name: text("name").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
    firstAt: at("first_at").notNull(),
    lastAt: at("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.customerId, table.name] })],
);

/** Every accepted call, insert-only. The router reads it in commit order by (xid, id) below the oldest running transaction. */
export const event = pgTable(
  "event",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
    workspaceId: integer("workspace_id").notNull(),
    messageId: text("message_id").notNull(),
    type: text("type", { enum: ["identify", "track", "page", "screen", "group", "alias"] }).notNull(),
    /** The name of a track, page or screen call; empty otherwise. */
    name: text("name").notNull().default(""),
    userId: text("user_id"),
    anonymousId: text("anonymous_id"),
    /** properties, traits, context, groupId, previousId as sent. */
    payload: jsonb("payload").$type<JsonObject>().notNull(),
    /** When it happened, corrected for the sender's clock. */
    at: at("at").notNull(),
    receivedAt: at("received_at").notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("event_message").on(table.workspaceId, table.messageId),
    index("event_commit_order").on(table.xid, table.id),
    index("event_user").on(table.workspaceId, table.userId, table.id),
    index("event_anonymous").on(table.workspaceId, table.anonymousId, table.id).where(sql`user_id is null`),
  ],
);

/** How far the router has read. One row. */
export const routerCursor = pgTable("router_cursor", {
  name: text("name").primaryKey(),
  xid: xid8("xid").notNull(),
  eventId: bigint("event_id", { mode: "number" }).notNull(),
});

/** Events that the router set aside because they could not be routed; the others went on. */
export const eventFault = pgTable(
  "event_fault",
  {
    eventId: bigint("event_id", { mode: "number" }).primaryKey(),
    workspaceId: integer("workspace_id").notNull(),
    reason: text("reason").notNull(),
    at: at("at").notNull().default(sql`now()`),
  },
  (table) => [index("event_fault_workspace").on(table.workspaceId, table.at)],
);
