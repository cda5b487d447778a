import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorkspace, createTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { Scope } from "../scope.server.ts";
import { readHome } from "./read-home.server.ts";

let database: TestDatabase;
let scope: Scope;

beforeAll(async () => {
  database = await createTestDatabase();
  scope = { workspaceId: await aWorkspace(database.sql), role: "viewer" };
});
afterAll(() => database.close());

test("an empty workspace has nothing to report", async () => {
  const nothing = { newPeople: 0, entered: 0, reachedGoal: 0, messagesSent: 0 };
  expect(await readHome(database, { scope })).toEqual({
    hasJourneys: false,
    running: [],
    peopleNow: 0,
    held: [],
    failed: [],
    day: { now: nothing, before: nothing },
  });
});

test("Home counts the last day against the one before, and groups what waits by its cause", async () => {
  const { sql } = database;
  const { workspaceId } = scope;
  const graph = {
    nodes: [
      { id: "a", type: "event-entry" },
      { id: "g", type: "goal" },
    ],
    edges: [],
  };
  const [journey] = await sql<
    { id: number }[]
  >`insert into journey (workspace_id, name, state) values (${workspaceId}, 'Trial', 'live') returning id`;
  const journeyId = journey!.id;
  const [version] = await sql<{ id: number }[]>`
    insert into journey_version (workspace_id, journey_id, number, graph, hash) values (${workspaceId}, ${journeyId}, 1, ${sql.json(graph)}, 'h') returning id`;
  const versionId = version!.id;
  await sql`update journey set live_version_id = ${versionId} where id = ${journeyId}`;
  const counters: [number, number, number, number, string, number][] = [
    [0, -1, -1, 0, "0 hours", 5],
    [2, 1, -1, -1, "2 hours", 2],
    [2, 0, -1, -1, "2 hours", 1],
    [0, -1, -1, 0, "30 hours", 7],
    [0, -1, -1, 0, "80 hours", 100],
  ];
  for (const [kind, fromNode, port, toNode, ago, count] of counters) {
    await sql`insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
      values (${workspaceId}, ${journeyId}, ${versionId}, ${kind}, ${fromNode}, ${port}, ${toNode}, date_trunc('hour', now()) - ${ago}::interval, ${count})`;
  }
  await sql`insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
    values (date_trunc('hour', now()), ${workspaceId}, ${journeyId}, ${versionId}, 1, 0, -1, -1, 0)`;
  await sql`insert into customer (workspace_id) values (${workspaceId})`;
  const [customer] = await sql<{ id: number; bucket: number }[]>`select id, bucket from customer`;
  const { id: customerId, bucket } = customer!;
  for (let run = 1; run <= 2; run += 1) {
    const [row] = await sql<{ id: number }[]>`
      insert into run (customer_id, entry_key, entered_at, node_entered_at, workspace_id, journey_id, version_id, bucket, node, state, step)
      values (${customerId}, ${run}, now(), now(), ${workspaceId}, ${journeyId}, ${versionId}, ${bucket}, 0, 3, 4) returning id`;
    await sql`insert into run_hold (bucket, run_id, step, workspace_id, journey_id, version_id, node, code, at)
      values (${bucket}, ${row!.id}, 4, ${workspaceId}, ${journeyId}, ${versionId}, 0, 'step.loop', now())`;
  }
  for (const [id, state, ago] of [
    [1, "unknown", "1 hour"],
    [2, "rejected", "3 days"],
    [3, "accepted", "1 hour"],
  ] as const) {
    await sql`insert into message (intent_id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, state, recipient, request, reason, created_at)
      values (${id}, ${workspaceId}, ${customerId}, ${journeyId}, ${versionId}, 1, 0, 0, ${state}, 'a@example.com', '{}', 'no_answer', now() - ${ago}::interval)`;
  }

  const home = await readHome(database, { scope });
  expect(home.day).toEqual({
    now: { newPeople: 1, entered: 6, reachedGoal: 2, messagesSent: 1 },
    before: { newPeople: 0, entered: 7, reachedGoal: 0, messagesSent: 0 },
  });
  expect(home.held).toEqual([
    { journeyId, journeyName: "Trial", code: "step.loop", people: 2, lastAt: expect.any(Date) },
  ]);
  expect(home.failed).toEqual([
    { journeyId, journeyName: "Trial", state: "unknown", reason: "no_answer", messages: 1, lastAt: expect.any(Date) },
  ]);
  expect(home.running.map(({ name }) => name)).toEqual(["Trial"]);

  const stranger: Scope = { workspaceId: await aWorkspace(sql), role: "owner" };
  expect(await readHome(database, { scope: stranger })).toMatchObject({ hasJourneys: false, held: [], failed: [] });
});
