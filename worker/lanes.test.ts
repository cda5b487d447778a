import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { openEngineSql } from "#db/client.ts";
import { bucketOf, laneOf } from "#db/jobs.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { createLaneRunner } from "./lanes.ts";
import { createCrashGuard } from "./passes/crash-guard.ts";
import { aGraph, aLiveJourney, enterAll, someCustomers } from "./passes/testing.ts";

const database = await createTestDatabase();
const sql = openEngineSql(database.url, { max: 4 });
const lanes = createLaneRunner({ sql, logger: pino({ level: "silent" }), guard: createCrashGuard(sql, "test") });
afterAll(async () => {
  lanes.stop();
  await sql.end();
  await database.close();
});

const readJobs = () => sql`
  select key, run_at as "runAt" from graphile_worker.jobs where task_identifier = 'advance' order by key`;

async function startDelay(count: number) {
  const workspaceId = await aWorkspace(sql);
  const graph = aGraph(
    [
      { id: "in", type: "manual-entry" },
      { id: "mail", type: "email", settings: { to: "email", subject: "s", body: "b" } },
      { id: "wait", type: "delay", settings: { amount: 30, unit: "minutes" } },
    ],
    [
      ["in", "next", "mail"],
      ["mail", "next", "wait"],
    ],
  );
  const journey = await aLiveJourney(sql, { workspaceId, graph });
  const customerIds = await someCustomers(sql, { workspaceId, count });
  await enterAll(sql, { workspaceId, ...journey, customerIds });
  return { workspaceId, customerIds };
}

test("a lane moves its people, wakes the dispatcher and rests for at most a minute", async () => {
  const { workspaceId, customerIds } = await startDelay(40);
  const lane = laneOf(bucketOf(customerIds[0] ?? 0));
  const mine = customerIds.filter((id) => laneOf(bucketOf(id)) === lane);
  await lanes.run(lane);

  const moved =
    await sql`select customer_id as id from run where workspace_id = ${workspaceId} and state = 1 order by id`;
  expect(moved.map((run) => run["id"])).toEqual(mine);
  const [job] = await readJobs();
  expect(job).toMatchObject({ key: `advance:${lane}` });
  const [rest] =
    await sql`select ${job?.["runAt"]}::timestamptz between now() + interval '50 seconds' and now() + interval '61 seconds' as ok`;
  expect(rest).toEqual({ ok: true });
  const dispatches = await sql`select key from graphile_worker.jobs where task_identifier = 'dispatch'`;
  expect([...dispatches]).toEqual([{ key: `dispatch:email:${workspaceId}` }]);
});

test("a lane wakes exactly when the next of its people is due", async () => {
  const { workspaceId, customerIds } = await startDelay(1);
  const lane = laneOf(bucketOf(customerIds[0] ?? 0));
  await sql`update run set due_at = null where workspace_id <> ${workspaceId}`;
  await lanes.run(lane);
  const [due] = await sql`
    update run set due_at = date_trunc('milliseconds', now()) + interval '20 seconds' where workspace_id = ${workspaceId} returning due_at as "runAt"`;
  await lanes.run(lane);
  const jobs = await readJobs();
  expect(jobs.find((job) => job["key"] === `advance:${lane}`)).toMatchObject({ runAt: due?.["runAt"] });
});
