import { afterAll, expect, test } from "vitest";
import { openEngineSql } from "#db/client.ts";
import { bucketOf, laneOf } from "#db/jobs.ts";
import { beat } from "#db/queries/heartbeat.ts";
import { noteAttempt } from "#db/queries/pass-attempts.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { createCrashGuard } from "./crash-guard.ts";
import { LowWaterMarks } from "./low-water.ts";
import { aGraph, aLiveJourney, enterAll, someCustomers } from "./testing.ts";

const database = await createTestDatabase();
const sql = openEngineSql(database.url, { max: 4 });
afterAll(async () => {
  await sql.end();
  await database.close();
});

const process = (id: string) => ({ id, role: "worker" as const, workerPoolId: undefined, pid: 1, host: "elsewhere" });

test("after crashes the noted runs are tried alone, and the one that was alone at three crashes is held", async () => {
  const workspaceId = await aWorkspace(sql);
  const graph = aGraph(
    [
      { id: "in", type: "manual-entry" },
      { id: "out", type: "exit" },
    ],
    [["in", "next", "out"]],
  );
  const journey = await aLiveJourney(sql, { workspaceId, graph });
  const customerIds = await someCustomers(sql, { workspaceId, count: 6 });
  await enterAll(sql, { workspaceId, ...journey, customerIds });
  const all = await sql<
    { bucket: number; id: number }[]
  >`select bucket, id from run where workspace_id = ${workspaceId} order by id`;
  const lane = laneOf(bucketOf(customerIds[0] ?? 0));
  const runs = all.filter((run) => laneOf(run.bucket) === lane);
  const [poison] = runs;

  for (const id of ["first", "second"]) await beat(sql, process(id));
  await sql`update process_heartbeat set died_at = now()`;
  await noteAttempt(sql, { lane, processId: "first", runs, crashes: 0 });
  await noteAttempt(sql, { lane, processId: "second", runs: poison ? [poison] : [], crashes: 2 });
  await beat(sql, process("third"));
  const guard = createCrashGuard(sql, "third");
  await guard.refresh();
  await guard.pass(lane, { buckets: runs.map((run) => run.bucket), marks: new LowWaterMarks() });

  const states =
    await sql`select id, state from run where workspace_id = ${workspaceId} and id = any(${runs.map((run) => run.id)}) order by id`;
  expect([...states]).toEqual(runs.map(({ id }) => ({ id, state: id === poison?.id ? 3 : 2 })));
  const holds = await sql`select run_id as id, code from run_hold where workspace_id = ${workspaceId}`;
  expect([...holds]).toEqual([{ id: poison?.id, code: "step.crashed" }]);
  expect(await sql`select 1 from pass_attempt`).toEqual([]);
});
