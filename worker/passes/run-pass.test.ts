import { afterAll, expect, test } from "vitest";
import { openEngineSql } from "#db/client.ts";
import { foldDeltas, readVersionCounts, replayVersionCounts } from "#db/queries/counters.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph, aLiveJourney, enterAll, passUntilIdle, someCustomers } from "./testing.ts";

const database = await createTestDatabase();
const sql = openEngineSql(database.url, { max: 4 });
afterAll(async () => {
  await sql.end();
  await database.close();
});

const journey = aGraph(
  [
    { id: "in", type: "manual-entry" },
    {
      id: "plan",
      type: "branch",
      settings: {
        paths: [
          {
            id: "pro",
            label: "Pro",
            condition: {
              match: "all",
              rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }],
            },
          },
        ],
      },
    },
    {
      id: "split",
      type: "experiment",
      settings: {
        variants: [
          { id: "a", label: "A", weight: 50 },
          { id: "b", label: "B", weight: 50 },
        ],
      },
    },
    {
      id: "mark",
      type: "update-attribute",
      settings: {
        changes: [
          { attribute: "stage", value: "welcomed" },
          { attribute: "old", value: null },
        ],
      },
    },
    { id: "mail", type: "email", settings: { to: "email", subject: "Hello", body: "Hello" } },
    { id: "wait", type: "delay", settings: { amount: 1, unit: "days" } },
    { id: "out", type: "exit" },
  ],
  [
    ["in", "next", "plan"],
    ["plan", "pro", "split"],
    ["plan", "else", "mark"],
    ["split", "a", "mark"],
    ["split", "b", "mail"],
    ["mark", "next", "mail"],
    ["mail", "next", "wait"],
    ["wait", "next", "out"],
  ],
);

async function startJourney(count: number, graph = journey) {
  const workspaceId = await aWorkspace(sql);
  const ids = await aLiveJourney(sql, { workspaceId, graph });
  const customerIds = await someCustomers(sql, {
    workspaceId,
    count,
    attributes: `jsonb_build_object('plan', case when n % 2 = 0 then 'pro' else 'free' end, 'old', n)`,
  });
  await enterAll(sql, { workspaceId, ...ids, customerIds });
  return { workspaceId, customerIds, ...ids };
}

test("runs walk to their wait; log, counters, intents, attributes and assignments are written together", async () => {
  const { workspaceId, versionId, customerIds } = await startJourney(600);
  expect(await passUntilIdle(sql)).toBe(600);

  const [runs] = await sql`
    select count(*)::int as count, count(*) filter (where state = 1 and node = 5 and due_at > now() + interval '23 hours')::int as waiting
    from run where workspace_id = ${workspaceId}`;
  expect(runs).toEqual({ count: 600, waiting: 600 });
  const [intents] =
    await sql`select count(*)::int as count, count(distinct run_id)::int as runs from effect_intent where workspace_id = ${workspaceId}`;
  expect(intents).toEqual({ count: 600, runs: 600 });
  const [assigned] = await sql`select count(*)::int as count from assignment where workspace_id = ${workspaceId}`;
  expect(assigned).toEqual({ count: 300 });
  const [marked] = await sql`
    select count(*)::int as count from customer where id = any(${customerIds}) and attributes->>'stage' = 'welcomed' and not attributes ? 'old'`;
  const [took] =
    await sql`select count(*)::int as count from assignment where workspace_id = ${workspaceId} and variant = 'a'`;
  expect(marked?.["count"]).toBe(300 + took?.["count"]);

  const replay = await replayVersionCounts(sql, { workspaceId, versionId });
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(replay);
  await foldDeltas(sql);
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(replay);
  expect(await sql`select 1 from step_delta where workspace_id = ${workspaceId}`).toEqual([]);
});
