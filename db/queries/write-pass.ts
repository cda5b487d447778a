import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { bucketOf } from "../jobs.ts";
import { numberArray, textArray, timeArray } from "./array-literal.ts";

type RunRow = {
  run: RunKey;
  node: number;
  step: number;
  state: number;
  priority: number;
  dueAt: Date | undefined;
  nodeEnteredAt: Date;
};
/** What all rows of one run have in common. */
export type RunKey = {
  bucket: number;
  id: number;
  customerId: number;
  workspaceId: number;
  journeyId: number;
  versionId: number;
};
type LogRow = { run: RunKey; step: number; kind: number; fromNode: number; port: number; toNode: number };
export type DeltaRow = {
  workspaceId: number;
  journeyId: number;
  versionId: number;
  count: number;
  kind: number;
  fromNode: number;
  port: number;
  toNode: number;
};
type IntentRow = { run: RunKey; step: number; node: number; slot: number; kind: number };
type AssignmentRow = { run: RunKey; nodeId: string; variant: string };
type WaiterRow = { run: RunKey; step: number; eventName: string };
type HoldRow = {
  run: RunKey;
  step: number;
  node: number;
  code: string;
  params: Record<string, string | number>;
};
export type EmittedRow = {
  workspaceId: number;
  messageId: string;
  name: string;
  userId: string | null;
  anonymousId: string | null;
  payload: JsonObject;
};
export type AttributePatch = { customerId: number; set: JsonObject; removed: readonly string[] };

const bucketsOf = (rows: readonly { run: RunKey }[]): string => numberArray(rows.map((row) => row.run.bucket));

export type PassRows = {
  runs: readonly RunRow[];
  log: readonly LogRow[];
  deltas: readonly DeltaRow[];
  intents: readonly IntentRow[];
  assignments: readonly AssignmentRow[];
  /** Runs that waited when they were claimed; their old waits end. */
  woken: readonly RunKey[];
  waiters: readonly WaiterRow[];
  holds: readonly HoldRow[];
  emitted: readonly EmittedRow[];
  patches: readonly AttributePatch[];
};

type Target = { tx: SqlOrTx; now: Date };

/** Writes what a pass decided, as few statements sent in one go; the order of dependent ones is kept by the connection. */
export async function writePass(tx: SqlOrTx, { now, rows }: { now: Date; rows: PassRows }): Promise<void> {
  const target: Target = { tx, now };
  const statements: Promise<unknown>[] = [updateRuns(target, rows.runs)];
  if (rows.log.length > 0) statements.push(insertLog(target, rows.log), insertDeltas(target, rows.deltas));
  if (rows.intents.length > 0) statements.push(insertIntents(target, rows.intents));
  if (rows.assignments.length > 0) statements.push(insertAssignments(target, rows.assignments));
  if (rows.woken.length > 0) statements.push(deleteWaiters(target, rows.woken));
  if (rows.waiters.length > 0) statements.push(insertWaiters(target, rows.waiters));
  if (rows.holds.length > 0) statements.push(insertHolds(target, rows.holds));
  if (rows.emitted.length > 0) statements.push(insertEvents(target, rows.emitted));
  const set = rows.patches.filter((patch) => Object.keys(patch.set).length > 0);
  if (set.length > 0) statements.push(setAttributes(target, set));
  const removing = rows.patches.filter((patch) => patch.removed.length > 0);
  if (removing.length > 0) statements.push(removeAttributes(target, removing));
  await Promise.all(statements);
}

async function updateRuns({ tx }: Target, rows: readonly RunRow[]): Promise<void> {
  await tx`
    update run set node = changed.node, step = changed.step, state = changed.state, priority = changed.priority,
      due_at = changed.due_at, node_entered_at = changed.node_entered_at
    from unnest(
      ${bucketsOf(rows)}::smallint[],
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.node))}::smallint[],
      ${numberArray(rows.map((row) => row.step))}::int[],
      ${numberArray(rows.map((row) => row.state))}::smallint[],
      ${numberArray(rows.map((row) => row.priority))}::smallint[],
      ${timeArray(rows.map((row) => row.dueAt))}::timestamptz[],
      ${timeArray(rows.map((row) => row.nodeEnteredAt))}::timestamptz[]
    ) as changed(bucket, id, node, step, state, priority, due_at, node_entered_at)
    where run.bucket = changed.bucket and run.id = changed.id`;
}

async function insertLog({ tx, now }: Target, rows: readonly LogRow[]): Promise<void> {
  await tx`
    insert into step_log (run_id, customer_id, workspace_id, journey_id, version_id, step, kind, from_node, port, to_node, bucket, at)
    select taken.*, ${now}::timestamptz from unnest(
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.run.customerId))}::bigint[],
      ${numberArray(rows.map((row) => row.run.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.run.journeyId))}::int[],
      ${numberArray(rows.map((row) => row.run.versionId))}::int[],
      ${numberArray(rows.map((row) => row.step))}::int[],
      ${numberArray(rows.map((row) => row.kind))}::smallint[],
      ${numberArray(rows.map((row) => row.fromNode))}::smallint[],
      ${numberArray(rows.map((row) => row.port))}::smallint[],
      ${numberArray(rows.map((row) => row.toNode))}::smallint[],
      ${bucketsOf(rows)}::smallint[]
    ) as taken`;
}

async function insertDeltas({ tx, now }: Target, rows: readonly DeltaRow[]): Promise<void> {
  await tx`
    insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
    select date_trunc('hour', ${now}::timestamptz, 'UTC'), delta.* from unnest(
      ${numberArray(rows.map((row) => row.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.journeyId))}::int[],
      ${numberArray(rows.map((row) => row.versionId))}::int[],
      ${numberArray(rows.map((row) => row.count))}::int[],
      ${numberArray(rows.map((row) => row.kind))}::smallint[],
      ${numberArray(rows.map((row) => row.fromNode))}::smallint[],
      ${numberArray(rows.map((row) => row.port))}::smallint[],
      ${numberArray(rows.map((row) => row.toNode))}::smallint[]
    ) as delta`;
}

async function insertIntents({ tx, now }: Target, rows: readonly IntentRow[]): Promise<void> {
  await tx`
    insert into effect_intent (run_id, customer_id, workspace_id, journey_id, version_id, step, node, slot, kind, bucket, due_at, created_at)
    select asked.*, ${now}::timestamptz, ${now}::timestamptz from unnest(
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.run.customerId))}::bigint[],
      ${numberArray(rows.map((row) => row.run.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.run.journeyId))}::int[],
      ${numberArray(rows.map((row) => row.run.versionId))}::int[],
      ${numberArray(rows.map((row) => row.step))}::int[],
      ${numberArray(rows.map((row) => row.node))}::smallint[],
      ${numberArray(rows.map((row) => row.slot))}::smallint[],
      ${numberArray(rows.map((row) => row.kind))}::smallint[],
      ${bucketsOf(rows)}::smallint[]
    ) as asked
    on conflict (bucket, run_id, step, slot) do nothing`;
}

/** A person is dealt anew only when their variant was removed (SPEC R21), so a new variant takes the place of the old one. */
async function insertAssignments({ tx, now }: Target, rows: readonly AssignmentRow[]): Promise<void> {
  await tx`
    insert into assignment (run_id, customer_id, workspace_id, journey_id, version_id, node_id, variant, bucket, at)
    select distinct on (bucket, customer_id, journey_id, node_id) taken.*, ${now}::timestamptz from unnest(
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.run.customerId))}::bigint[],
      ${numberArray(rows.map((row) => row.run.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.run.journeyId))}::int[],
      ${numberArray(rows.map((row) => row.run.versionId))}::int[],
      ${textArray(rows.map((row) => row.nodeId))}::text[],
      ${textArray(rows.map((row) => row.variant))}::text[],
      ${bucketsOf(rows)}::smallint[]
    ) as taken(run_id, customer_id, workspace_id, journey_id, version_id, node_id, variant, bucket)
    on conflict (bucket, customer_id, journey_id, node_id) do update
      set variant = excluded.variant, version_id = excluded.version_id, run_id = excluded.run_id, at = excluded.at
      where assignment.variant <> excluded.variant`;
}

async function deleteWaiters({ tx }: Target, runs: readonly RunKey[]): Promise<void> {
  await tx`
    delete from waiter where ctid = any(array(
      select found.ctid from unnest(
        ${numberArray(runs.map((run) => run.bucket))}::smallint[],
        ${numberArray(runs.map((run) => run.id))}::bigint[]
      ) as moved(bucket, id)
      cross join lateral (
        select ctid from waiter where waiter.bucket = moved.bucket and waiter.run_id = moved.id offset 0
      ) as found
    ))`;
}

async function insertWaiters({ tx }: Target, rows: readonly WaiterRow[]): Promise<void> {
  await tx`
    insert into waiter (run_id, customer_id, workspace_id, step, event_name, bucket)
    select waiting.* from unnest(
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.run.customerId))}::bigint[],
      ${numberArray(rows.map((row) => row.run.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.step))}::int[],
      ${textArray(rows.map((row) => row.eventName))}::text[],
      ${bucketsOf(rows)}::smallint[]
    ) as waiting
    on conflict (bucket, customer_id, event_name, run_id) do update set step = excluded.step`;
}

async function insertHolds({ tx, now }: Target, rows: readonly HoldRow[]): Promise<void> {
  await tx`
    insert into run_hold (run_id, workspace_id, journey_id, version_id, step, node, code, params, bucket, at)
    select run_id, workspace_id, journey_id, version_id, step, node, code, params::jsonb, bucket, ${now}::timestamptz
    from unnest(
      ${numberArray(rows.map((row) => row.run.id))}::bigint[],
      ${numberArray(rows.map((row) => row.run.workspaceId))}::int[],
      ${numberArray(rows.map((row) => row.run.journeyId))}::int[],
      ${numberArray(rows.map((row) => row.run.versionId))}::int[],
      ${numberArray(rows.map((row) => row.step))}::int[],
      ${numberArray(rows.map((row) => row.node))}::smallint[],
      ${textArray(rows.map((row) => row.code))}::text[],
      ${textArray(rows.map((row) => JSON.stringify(row.params)))}::text[],
      ${bucketsOf(rows)}::smallint[]
    ) as held(run_id, workspace_id, journey_id, version_id, step, node, code, params, bucket)`;
}

async function insertEvents({ tx, now }: Target, rows: readonly EmittedRow[]): Promise<void> {
  await tx`
    insert into event (workspace_id, message_id, type, name, user_id, anonymous_id, payload, at)
    select workspace_id, message_id, 'track', name, user_id, anonymous_id, payload::jsonb, ${now}::timestamptz
    from unnest(
      ${numberArray(rows.map((row) => row.workspaceId))}::int[],
      ${textArray(rows.map((row) => row.messageId))}::text[],
      ${textArray(rows.map((row) => row.name))}::text[],
      ${textArray(rows.map((row) => row.userId))}::text[],
      ${textArray(rows.map((row) => row.anonymousId))}::text[],
      ${textArray(rows.map((row) => JSON.stringify(row.payload)))}::text[]
    ) as emitted(workspace_id, message_id, name, user_id, anonymous_id, payload)
    on conflict (workspace_id, message_id) do nothing`;
}

async function setAttributes({ tx }: Target, patches: readonly AttributePatch[]): Promise<void> {
  await tx`
    update customer set attributes = attributes || patch.values::jsonb
    from unnest(
      ${numberArray(patches.map((patch) => bucketOf(patch.customerId)))}::smallint[],
      ${numberArray(patches.map((patch) => patch.customerId))}::bigint[],
      ${textArray(patches.map((patch) => JSON.stringify(patch.set)))}::text[]
    ) as patch(bucket, id, values)
    where customer.bucket = patch.bucket and customer.id = patch.id`;
}

async function removeAttributes({ tx }: Target, patches: readonly AttributePatch[]): Promise<void> {
  const pairs = patches.flatMap((patch) => patch.removed.map((name) => ({ id: patch.customerId, name })));
  await tx`
    update customer set attributes = attributes - gone.names
    from (
      select id, array_agg(name) as names
      from unnest(${numberArray(pairs.map((pair) => pair.id))}::bigint[], ${textArray(pairs.map((pair) => pair.name))}::text[]) as pair(id, name)
      group by id
    ) as gone
    where customer.bucket = (gone.id & 255)::smallint and customer.id = gone.id`;
}
