import { afterAll, expect, test } from "vitest";
import { beat, buryProcesses, endBeat, hasRecentCrash } from "#db/queries/heartbeat.ts";
import { createTestDatabase } from "#db/testing.ts";
import { reap } from "./heartbeat.ts";

const database = await createTestDatabase();
const { sql } = database;
afterAll(() => database.close());

const worker = (id: string, host = "elsewhere") => ({
  id,
  role: "worker" as const,
  workerPoolId: `pool-${id}`,
  pid: 1,
  host,
});

test("a silent worker's jobs become free, and its crash is remembered", async () => {
  await beat(sql, worker("a"));
  await beat(sql, worker("b"));
  await sql`select graphile_worker.add_job('advance', json_build_object('lane', n), job_key := 'j' || n) from generate_series(1, 2) as n`;
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = case key when 'j1' then 'pool-a' else 'pool-b' end`;
  await sql`update process_heartbeat set beat_at = now() - interval '21 seconds' where id = 'a'`;

  expect(await hasRecentCrash(sql)).toBe(false);
  expect(await buryProcesses(sql, [])).toBe(1);
  expect(await buryProcesses(sql, [])).toBe(0);
  expect(await hasRecentCrash(sql)).toBe(true);
  const jobs = await sql`select key, locked_by as "lockedBy" from graphile_worker._private_jobs order by key`;
  expect([...jobs]).toEqual([
    { key: "j1", lockedBy: null },
    { key: "j2", lockedBy: "pool-b" },
  ]);
});

test("a worker of this machine whose process is gone is found at once; one that said goodbye is no crash", async () => {
  const { hostname } = await import("node:os");
  await sql`delete from process_heartbeat`;
  await beat(sql, { ...worker("gone", hostname()), pid: 2 ** 22 + 1 });
  await beat(sql, { ...worker("here", hostname()), pid: process.pid });
  await endBeat(sql, "here");
  expect(await reap(sql)).toBe(1);
  const rows = await sql`select id, died_at is not null as dead from process_heartbeat`;
  expect([...rows]).toEqual([{ id: "gone", dead: true }]);
});
