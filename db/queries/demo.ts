import { z } from "zod";
import type { SqlOrTx } from "../client.ts";

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
  const rows = await sql`insert into installation (key, value) values ('demo', ${JSON.stringify(record)}) on conflict do nothing returning key`;
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
export async function setDemoPaused(sql: SqlOrTx, { workspaceId, isPaused }: { workspaceId: number; isPaused: boolean }): Promise<void> {
  await sql`update workspace set is_demo_paused = ${isPaused} where id = ${workspaceId} and is_demo`;
}

/**
 * Removes the simulated people of a workspace with all their traces and the journey that was seeded, and turns the demo off. Own
 * journeys, own customers, members, keys and channels stay.
 */
export async function clearDemo(sql: SqlOrTx, { workspaceId, journeyId }: { workspaceId: number; journeyId: number }): Promise<void> {
  await sql`create temporary table cleared on commit drop as
    select bucket, id from customer where workspace_id = ${workspaceId} and (is_simulated or attributes @> '{"simulated": true}')`;
  await sql`create temporary table cleared_run on commit drop as
    select bucket, id from run where journey_id = ${journeyId} or customer_id in (select id from cleared)`;
  await sql`delete from sandbox_message s using message m, effect_batch b
    where m.batch_id = b.id and s.idempotency_key = b.idempotency_key and (m.journey_id = ${journeyId} or m.customer_id in (select id from cleared))`;
  await sql`delete from message where workspace_id = ${workspaceId} and (journey_id = ${journeyId} or customer_id in (select id from cleared))`;
  await sql`delete from effect_intent where workspace_id = ${workspaceId} and (journey_id = ${journeyId} or customer_id in (select id from cleared))`;
  await sql`delete from waiter w using cleared_run r where w.bucket = r.bucket and w.run_id = r.id`;
  await sql`delete from run_input i using cleared_run r where i.bucket = r.bucket and i.run_id = r.id`;
  await sql`delete from run_hold h using cleared_run r where h.bucket = r.bucket and h.run_id = r.id`;
  await sql`delete from step_log l using cleared_run r where l.bucket = r.bucket and l.run_id = r.id`;
  await sql`delete from assignment where workspace_id = ${workspaceId} and (journey_id = ${journeyId} or customer_id in (select id from cleared))`;
  await sql`delete from run u using cleared_run r where u.bucket = r.bucket and u.id = r.id`;
  await sql`delete from step_delta where journey_id = ${journeyId}`;
  await sql`delete from step_count where journey_id = ${journeyId}`;
  await sql`delete from event e using customer_identity i
    where e.workspace_id = ${workspaceId} and i.workspace_id = e.workspace_id and i.kind = 'user' and i.value = e.user_id and i.customer_id in (select id from cleared)`;
  await sql`delete from customer_event where workspace_id = ${workspaceId} and customer_id in (select id from cleared)`;
  await sql`delete from customer_identity where workspace_id = ${workspaceId} and customer_id in (select id from cleared)`;
  await sql`delete from customer where workspace_id = ${workspaceId} and id in (select id from cleared)`;
  await sql`delete from journey where id = ${journeyId} and workspace_id = ${workspaceId}`;
  await sql`update workspace set is_demo = false, is_demo_paused = false, time_scale = 1 where id = ${workspaceId}`;
}
