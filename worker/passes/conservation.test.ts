import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { JsonObject } from "#app/engine/effect.ts";
import type { JourneyGraph } from "#app/engine/graph.ts";
import { openEngineSql } from "#db/client.ts";
import { foldDeltas, readVersionCounts, replayVersionCounts } from "#db/queries/counters.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph, aLiveJourney, enterAll, passUntilIdle, someCustomers } from "./testing.ts";

const database = await createTestDatabase();
const sql = openEngineSql(database.url, { max: 3 });
afterAll(async () => {
  await sql.end();
  await database.close();
});

const kinds: { type: string; settings: JsonObject; ports: string[] }[] = [
  { type: "delay", settings: { amount: 1, unit: "days" }, ports: ["next"] },
  { type: "email", settings: { to: "email", subject: "s", body: "b" }, ports: ["next"] },
  { type: "update-attribute", settings: { changes: [{ attribute: "plan", value: "pro" }] }, ports: ["next"] },
  { type: "exit", settings: {}, ports: [] },
  {
    type: "branch",
    settings: {
      paths: [
        {
          id: "pro",
          label: "Pro",
          condition: { match: "all", rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }] },
        },
      ],
    },
    ports: ["pro", "else"],
  },
  {
    type: "experiment",
    settings: {
      variants: [
        { id: "a", label: "A", weight: 30 },
        { id: "b", label: "B", weight: 70 },
      ],
    },
    ports: ["a", "b"],
  },
];

/** A random journey with missing paths and circles, as no person would draw it. */
const journeys = fc
  .array(fc.record({ kind: fc.nat(kinds.length - 1), targets: fc.tuple(fc.nat(9), fc.nat(9)) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((drawn): JourneyGraph => {
    const steps = drawn.map(({ kind }, index) => ({ id: `n${index}`, ...kinds[kind]! }));
    const paths = steps.flatMap((step, index) =>
      step.ports.flatMap((port, place): [string, string, string][] => {
        const target = drawn[index]!.targets[place]!;
        return target < steps.length ? [[step.id, port, `n${target}`]] : [];
      }),
    );
    const nodes = steps.map(({ id, type, settings }) => ({ id, type, settings }));
    return aGraph([{ id: "in", type: "manual-entry" }, ...nodes], [["in", "next", "n0"], ...paths]);
  });

test("in every journey entered = here + moved on + left + failed holds for every step, and equals a replay of the log", async () => {
  const workspaceId = await aWorkspace(sql);
  await fc.assert(
    fc.asyncProperty(journeys, async (graph) => {
      const journey = await aLiveJourney(sql, { workspaceId, graph });
      const { versionId } = journey;
      const customerIds = await someCustomers(sql, {
        workspaceId,
        count: 30,
        prefix: `j${versionId}-`,
        attributes: `jsonb_build_object('plan', case when n % 2 = 0 then 'pro' else 'free' end)`,
      });
      await enterAll(sql, { workspaceId, ...journey, customerIds });
      for (let day = 0; day < 4; day += 1) {
        await passUntilIdle(sql, { limit: 25 });
        const counts = await readVersionCounts(sql, { workspaceId, versionId });
        expect(counts).toEqual(await replayVersionCounts(sql, { workspaceId, versionId }));
        const here = await sql<{ node: number; count: number }[]>`
          select node, count(*) as count from run where version_id = ${versionId} and state in (0, 1) group by node`;
        for (const [node] of graph.nodes.entries()) {
          const sum = (select: (count: (typeof counts)[number]) => boolean): number =>
            counts.filter(select).reduce((total, { count }) => total + count, 0);
          const entered = sum(({ toNode }) => toNode === node);
          const gone = sum(({ fromNode }) => fromNode === node);
          expect(entered - gone).toBe(here.find((row) => row.node === node)?.count ?? 0);
        }
        await foldDeltas(sql);
        await sql`update run set due_at = due_at - interval '1 day', node_entered_at = node_entered_at - interval '1 day'
          where version_id = ${versionId} and due_at is not null`;
      }
    }),
    { numRuns: 12, seed: 20261122 },
  );
});
