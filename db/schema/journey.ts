import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import type { JourneyGraph } from "../../app/engine/graph.ts";
import { user } from "./auth.ts";
import { bytea, workspace } from "./workspace.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });

export const journey = pgTable(
  "journey",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    state: text("state", { enum: ["draft", "live", "paused", "archived"] })
      .notNull()
      .default("draft"),
    /** The version that new people enter; undefined until the first publish. */
    liveVersionId: integer("live_version_id"),
    /** Raised when the draft document is rewritten; part of the collaboration room's name. */
    epoch: integer("epoch").notNull().default(1),
    createdBy: text("created_by").references(() => user.id, { onDelete: "set null" }),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [index("journey_workspace").on(table.workspaceId)],
);

/** A published graph: immutable, canonical, hashed. Runs are pinned to it. */
export const journeyVersion = pgTable(
  "journey_version",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: integer("workspace_id")
      .notNull()
      .references(() => workspace.id, { onDelete: "cascade" }),
    journeyId: integer("journey_id")
      .notNull()
      .references(() => journey.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    graph: jsonb("graph").$type<JourneyGraph>().notNull(),
    /** SHA-256 (hex) of the canonical JSON. */
    hash: text("hash").notNull(),
    publishedBy: text("published_by").references(() => user.id, { onDelete: "set null" }),
    publishedAt: at("published_at").notNull().defaultNow(),
  },
  (table) => [uniqueIndex("journey_version_number").on(table.journeyId, table.number)],
);

/** The draft as a Y.Doc: a compacted snapshot plus the updates after it. `graph` is its normalised form at the last write. */
export const collabDocument = pgTable("collab_document", {
  journeyId: integer("journey_id")
    .primaryKey()
    .references(() => journey.id, { onDelete: "cascade" }),
  workspaceId: integer("workspace_id").notNull(),
  epoch: integer("epoch").notNull().default(1),
  snapshot: bytea("snapshot").notNull(),
  snapshotSequence: bigint("snapshot_sequence", { mode: "number" }).notNull().default(0),
  graph: jsonb("graph").$type<JourneyGraph>().notNull(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

export const collabUpdate = pgTable(
  "collab_update",
  {
    sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
    journeyId: integer("journey_id")
      .notNull()
      .references(() => journey.id, { onDelete: "cascade" }),
    epoch: integer("epoch").notNull(),
    update: bytea("update").notNull(),
    userId: text("user_id"),
    at: at("at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.journeyId, table.epoch, table.sequence] })],
);
