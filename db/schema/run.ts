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

/** run.state */
export const runState = { arriving: 0, waiting: 1, left: 2, failed: 3 } as const;
/** step_log.kind and step_count.kind */
export const transitionKind = { entered: 0, moved: 1, left: 2, failed: 3, resumed: 4 } as const;
/** run.priority: claimed in this order */
export const runPriority = { live: 0, resumed: 1, wave: 2 } as const;

/** One customer in one journey. Narrow on purpose; `step` is the fence. */
export const run = pgTable(
  "run",
  {
    id: id8("id").notNull().generatedAlwaysAsIdentity(),
    customerId: id8("customer_id").notNull(),
    /** 0 for "once"; else the first 52 bits of a hash of what let the customer in. */
    entryKey: id8("entry_key").notNull(),
    dueAt: at("due_at"),
    enteredAt: at("entered_at").notNull(),
    nodeEnteredAt: at("node_entered_at").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    step: integer("step").notNull().default(0),
    bucket: smallint("bucket").notNull(),
    node: smallint("node").notNull(),
    priority: smallint("priority").notNull().default(0),
    state: smallint("state").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.id] }),
    uniqueIndex("run_entry").on(table.bucket, table.journeyId, table.customerId, table.entryKey),
    index("run_due").on(table.bucket, table.priority, table.dueAt, table.id).where(sql`due_at is not null`),
    index("run_here").on(table.versionId, table.node).where(sql`state in (0, 1, 3)`),
  ],
);

/** Every transition of every run; partitioned by month in the migration. A replay of it gives the counters. */
export const stepLog = pgTable(
  "step_log",
  {
    runId: id8("run_id").notNull(),
    customerId: id8("customer_id").notNull(),
    at: at("at").notNull(),
    step: integer("step").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    bucket: smallint("bucket").notNull(),
    kind: smallint("kind").notNull(),
    /** Node index, or -1 where there is none. `port` is the index in the node type's ports, or -1. */
    fromNode: smallint("from_node").notNull(),
    port: smallint("port").notNull(),
    toNode: smallint("to_node").notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.runId, table.step, table.at] })],
);

/** Append-only changes of the counters, written with the runs; folded into step_count at most one second later. */
export const stepDelta = pgTable("step_delta", {
  id: id8("id").primaryKey().generatedAlwaysAsIdentity(),
  hour: at("hour").notNull(),
  workspaceId: integer("workspace_id").notNull(),
  journeyId: integer("journey_id").notNull(),
  versionId: integer("version_id").notNull(),
  count: integer("count").notNull(),
  kind: smallint("kind").notNull(),
  fromNode: smallint("from_node").notNull(),
  port: smallint("port").notNull(),
  toNode: smallint("to_node").notNull(),
});

export const stepCount = pgTable(
  "step_count",
  {
    workspaceId: integer("workspace_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    kind: smallint("kind").notNull(),
    fromNode: smallint("from_node").notNull(),
    port: smallint("port").notNull(),
    toNode: smallint("to_node").notNull(),
    hour: at("hour").notNull(),
    count: id8("count").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.journeyId, table.versionId, table.kind, table.fromNode, table.port, table.toNode, table.hour],
    }),
  ],
);

/** A run that waits for an event. Removed when the run moves on; a row whose step no longer matches is ignored. */
export const waiter = pgTable(
  "waiter",
  {
    bucket: smallint("bucket").notNull(),
    customerId: id8("customer_id").notNull(),
    eventName: text("event_name").notNull(),
    runId: id8("run_id").notNull(),
    step: integer("step").notNull(),
    workspaceId: integer("workspace_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.customerId, table.eventName, table.runId] }),
    index("waiter_run").on(table.bucket, table.runId),
  ],
);

/** What has reached a run since its last pass: an event, or the outcome of an effect. Consumed by the pass. */
export const runInput = pgTable(
  "run_input",
  {
    id: id8("id").notNull().generatedAlwaysAsIdentity(),
    bucket: smallint("bucket").notNull(),
    runId: id8("run_id").notNull(),
    step: integer("step").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    /** A StepInput as JSON; times are ISO strings. */
    input: jsonb("input").$type<JsonObject>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.runId, table.id] })],
);

/** The variant a customer got at an experiment; written in the transaction that takes the branch. */
export const assignment = pgTable(
  "assignment",
  {
    bucket: smallint("bucket").notNull(),
    customerId: id8("customer_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    nodeId: text("node_id").notNull(),
    variant: text("variant").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    versionId: integer("version_id").notNull(),
    runId: id8("run_id").notNull(),
    at: at("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.customerId, table.journeyId, table.nodeId] })],
);

/** Why a run is held for a person. */
export const runHold = pgTable(
  "run_hold",
  {
    bucket: smallint("bucket").notNull(),
    runId: id8("run_id").notNull(),
    step: integer("step").notNull(),
    workspaceId: integer("workspace_id").notNull(),
    journeyId: integer("journey_id").notNull(),
    versionId: integer("version_id").notNull(),
    node: smallint("node").notNull(),
    code: text("code").notNull(),
    params: jsonb("params").$type<Record<string, string | number>>().notNull().default({}),
    at: at("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.runId, table.step] }),
    index("run_hold_journey").on(table.workspaceId, table.journeyId),
  ],
);

/** Web and worker processes that are alive; the reaper frees what silent ones held. */
export const processHeartbeat = pgTable("process_heartbeat", {
  id: text("id").primaryKey(),
  role: text("role", { enum: ["web", "worker"] }).notNull(),
  /** Graphile Worker's pool id, under which it locks jobs. */
  workerPoolId: text("worker_pool_id"),
  pid: integer("pid").notNull(),
  host: text("host").notNull(),
  startedAt: at("started_at").notNull().defaultNow(),
  beatAt: at("beat_at").notNull().defaultNow(),
  /** When others found out that it is gone without a farewell; its row is kept for a while, because crashes tend to repeat. */
  diedAt: at("died_at"),
});

/** What a pass had claimed, written before its work while workers crash; left over, it names the runs that may be the reason. */
export const passAttempt = pgTable("pass_attempt", {
  id: id8("id").primaryKey().generatedAlwaysAsIdentity(),
  lane: smallint("lane").notNull(),
  /** process_heartbeat.id */
  processId: text("process_id").notNull(),
  buckets: smallint("buckets").array().notNull(),
  runIds: bigint("run_ids", { mode: "number" }).array().notNull(),
  /** Processes that have died with this run alone in a pass. */
  crashes: smallint("crashes").notNull().default(0),
  startedAt: at("started_at").notNull().default(sql`now()`),
});
