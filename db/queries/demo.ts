import { z } from "zod";
import type { SqlOrTx } from "../client.ts";
import { BUCKET_COUNT } from "../jobs.ts";
import { lockBuckets } from "./bucket-lock.ts";

/** What is kept under the key `demo` of `installation`: the seeded workspace, its sign-in and its keys. */
export const demoRecordSchema = z.object({
  workspaceId: z.int(),
  journeyId: z.int(),
  email: z.string(),
  password: z.string(),
  writeKey: z.string(),
  apiKey: z.string(),
});
export type DemoRecord = z.infer<typeof demoRecordSchema>;

export type DemoAccess = DemoRecord & { timeScale: number; isPaused: boolean };

/** The demo that was seeded here, whether or not it has been cleared since; undefined if there never was one. */
export async function readDemoRecord(sql: SqlOrTx): Promise<DemoRecord | undefined> {
  const [row] = await sql<{ value: string }[]>`select value from installation where key = 'demo'`;
  return row && demoRecordSchema.parse(JSON.parse(row.value));
}

/** Remembers the seeded demo; false if another process was first. */
export async function writeDemoRecord(sql: SqlOrTx, record: DemoRecord): Promise<boolean> {
  const rows =
    await sql`insert into installation (key, value) values ('demo', ${JSON.stringify(record)}) on conflict do nothing returning key`;
  return rows.length === 1;
}

/** What the simulator needs; undefined once the demo has been cleared. */
export async function readDemoAccess(sql: SqlOrTx): Promise<DemoAccess | undefined> {
  const record = await readDemoRecord(sql);
  if (!record) return undefined;
  const [row] = await sql<{ timeScale: number; isPaused: boolean }[]>`
    select time_scale as "timeScale", is_demo_paused as "isPaused" from workspace where id = ${record.workspaceId} and is_demo`;
  return row && { ...record, ...row };
}

/** Stops or continues simulated time; scoped to demo workspaces. */
export async function setDemoPaused(
  sql: SqlOrTx,
  { workspaceId, isPaused }: { workspaceId: number; isPaused: boolean },
): Promise<void> {
  await sql`update workspace set is_demo_paused = ${isPaused} where id = ${workspaceId} and is_demo`;
}

/** Turns a new workspace into a demo in fast time. */
export async function makeDemoWorkspace(
  sql: SqlOrTx,
  { workspaceId, timeScale }: { workspaceId: number; timeScale: number },
): Promise<void> {
  await sql`update workspace set is_demo = true, time_scale = ${timeScale} where id = ${workspaceId}`;
}

/** Removes what a seed left behind that was cut off before it wrote its record. Only call it while there is no record. */
export async function deleteUnfinishedDemo(sql: SqlOrTx, { email }: { email: string }): Promise<void> {
  await sql`delete from workspace where id in (
    select workspace_id from member join "user" on "user".id = member.user_id where "user".email = ${email})`;
  await sql`delete from "user" where email = ${email}`;
}

/** What the demo's controls show; undefined outside a running demo. */
export async function readDemoState(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<{ isPaused: boolean; timeScale: number } | undefined> {
  const [row] = await sql<{ isPaused: boolean; timeScale: number }[]>`
    select is_demo_paused as "isPaused", time_scale as "timeScale" from workspace where id = ${workspaceId} and is_demo`;
  return row;
}

/** Ends the demo: the simulator stops within a second, and time runs at normal speed. */
export async function endDemo(sql: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<void> {
  await sql`update workspace set is_demo = false, is_demo_paused = false, time_scale = 1 where id = ${workspaceId}`;
}

/** Held by the simulator as long as it may send events. */
const SIMULATOR_LOCK = 7_015_406;

/** Takes the simulator's lock for the life of this session; a second simulator waits for the first. */
export async function holdSimulatorLock(session: SqlOrTx): Promise<void> {
  await session`select pg_advisory_lock(${SIMULATOR_LOCK})`;
}

/** Waits until no simulator runs, at most `seconds`. Needs a transaction of its own. */
export async function waitForSimulator(tx: SqlOrTx, { seconds }: { seconds: number }): Promise<void> {
  await tx`select set_config('lock_timeout', ${`${seconds}s`}, true)`;
  await tx`select pg_advisory_xact_lock(${SIMULATOR_LOCK})`;
}

/** Whether the router has read every event there is. */
export async function isEverythingRouted(sql: SqlOrTx): Promise<boolean> {
  const [row] = await sql<{ isDone: boolean }[]>`
    select not exists (select from event, router_cursor c where (event.xid, event.id) > (c.xid, c.event_id)) as "isDone"`;
  return row?.isDone ?? true;
}

type DemoScope = { workspaceId: number; journeyId: number };

/**
 * Removes the simulated people of a workspace with all their traces and the journey that was seeded. Own journeys, own customers,
 * members, keys and channels stay; numbers of own journeys are counted anew from the log that remains. Needs a transaction.
 */
export async function clearDemo(tx: SqlOrTx, scope: DemoScope): Promise<void> {
  await lockBuckets(
    tx,
    Array.from({ length: BUCKET_COUNT }, (_, bucket) => bucket),
  );
  await markCleared(tx, scope);
  await deleteMessages(tx);
  await deleteRuns(tx, scope);
  await deletePeople(tx, scope);
  await recount(tx);
  await tx`delete from journey where id = ${scope.journeyId} and workspace_id = ${scope.workspaceId}`;
  await tx`delete from attribute_type where workspace_id = ${scope.workspaceId} and name = 'simulated'`;
}

async function markCleared(tx: SqlOrTx, { workspaceId, journeyId }: DemoScope): Promise<void> {
  await tx`create temporary table cleared on commit drop as
    select bucket, id from customer where workspace_id = ${workspaceId} and attributes @> '{"simulated": true}'`;
  await tx`create temporary table cleared_run on commit drop as
    select bucket, id, journey_id from run
    where workspace_id = ${workspaceId} and (journey_id = ${journeyId} or customer_id in (select id from cleared))`;
  await tx`analyze cleared`;
  await tx`analyze cleared_run`;
}

async function deleteMessages(tx: SqlOrTx): Promise<void> {
  await tx`delete from sandbox_message s using message m, effect_batch b
    where m.run_id in (select id from cleared_run) and b.id = m.batch_id and s.idempotency_key = b.idempotency_key and s.position = m.position`;
  await tx`delete from message where run_id in (select id from cleared_run)`;
  await tx`delete from effect_intent i using cleared_run r where i.bucket = r.bucket and i.run_id = r.id`;
}

async function deleteRuns(tx: SqlOrTx, { workspaceId }: DemoScope): Promise<void> {
  await tx`delete from waiter w using cleared_run r where w.bucket = r.bucket and w.run_id = r.id`;
  await tx`delete from run_input i using cleared_run r where i.bucket = r.bucket and i.run_id = r.id`;
  await tx`delete from run_hold h using cleared_run r where h.bucket = r.bucket and h.run_id = r.id`;
  await tx`delete from step_log l using cleared_run r where l.bucket = r.bucket and l.run_id = r.id`;
  await tx`delete from assignment a using cleared_run r where a.bucket = r.bucket and a.run_id = r.id and a.workspace_id = ${workspaceId}`;
  await tx`delete from run u using cleared_run r where u.bucket = r.bucket and u.id = r.id`;
}

async function deletePeople(tx: SqlOrTx, { workspaceId }: DemoScope): Promise<void> {
  await tx`delete from event e using customer_identity i
    where e.workspace_id = ${workspaceId} and i.workspace_id = e.workspace_id and i.kind = 'user' and i.value = e.user_id
      and i.customer_id in (select id from cleared)`;
  await tx`delete from customer_event e using cleared c where e.bucket = c.bucket and e.customer_id = c.id`;
  await tx`delete from customer_identity where workspace_id = ${workspaceId} and customer_id in (select id from cleared)`;
  await tx`delete from customer c using cleared x where c.bucket = x.bucket and c.id = x.id`;
}

/** The counters of every journey that lost runs, from the step log: the same sums that its passes had added up. */
async function recount(tx: SqlOrTx): Promise<void> {
  await tx`delete from step_delta where journey_id in (select journey_id from cleared_run)`;
  await tx`delete from step_count where journey_id in (select journey_id from cleared_run)`;
  await tx`insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
    select workspace_id, journey_id, version_id, kind, from_node, port, to_node, date_trunc('hour', at, 'UTC'), count(*)
    from step_log where journey_id in (select journey_id from cleared_run) group by 1, 2, 3, 4, 5, 6, 7, 8`;
}
