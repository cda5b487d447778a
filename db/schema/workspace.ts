import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

export const workspace = pgTable("workspace", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  name: text("name").notNull(),
  language: text("language", { enum: ["en", "de"] })
    .notNull()
    .default("en"),
  timeZone: text("time_zone").notNull().default("Europe/Berlin"),
  /** How many times faster than real time durations run; above 1 only in demo and sandbox workspaces. */
  timeScale: integer("time_scale").notNull().default(1),
  isDemo: boolean("is_demo").notNull().default(false),
  /** The simulator of the demo stops while this is true; runs go on. */
  isDemoPaused: boolean("is_demo_paused").notNull().default(false),
  createdAt: at("created_at").notNull().defaultNow(),
});

export const roles = ["owner", "admin", "editor", "viewer"] as const;

export const member = pgTable(
  "member",
  {
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text("role", { enum: roles }).notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.userId] }), index("member_user").on(table.userId)],
);

export const invitation = pgTable(
  "invitation",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    email: text("email").notNull(),
    role: text("role", { enum: roles }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: text("invited_by").references(() => user.id, { onDelete: "set null" }),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("invitation_open").on(table.workspaceId, table.email)],
);

/** Write keys let events in, API keys manage. Only the SHA-256 of a key is stored. */
export const apiKey = pgTable(
  "api_key",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["write", "api"] }).notNull(),
    name: text("name").notNull(),
    /** The first characters, shown so that people can tell keys apart. */
    prefix: text("prefix").notNull(),
    hash: text("hash").notNull().unique(),
    createdBy: text("created_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (table) => [index("api_key_workspace").on(table.workspaceId)],
);

/** An account at a provider through which messages go out. Secrets are encrypted with LOTSE_SECRET. */
export const channel = pgTable(
  "channel",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["email"] })
      .notNull()
      .default("email"),
    provider: text("provider", { enum: ["sandbox", "resend"] }).notNull(),
    name: text("name").notNull(),
    /** Sender name and address, reply-to; checked by the provider's settings schema. */
    settings: jsonb("settings").$type<Record<string, string>>().notNull().default({}),
    secret: bytea("secret"),
    isDefault: boolean("is_default").notNull().default(false),
    pausedAt: at("paused_at"),
    /** Why the account is paused (for instance a refused key); a code of the error catalogue. */
    pauseReason: text("pause_reason"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [index("channel_workspace").on(table.workspaceId)],
);

/** Small secrets and marks of this installation: generated signing secret, seeded demo. */
export const installation = pgTable("installation", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});
