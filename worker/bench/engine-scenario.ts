import type { JsonObject } from "#app/engine/effect.ts";
import type { JourneyGraph } from "#app/engine/graph.ts";
import type { Sql } from "#db/client.ts";
import { aGraph, aLiveJourney, enterAll, someCustomers } from "../passes/testing.ts";

export type Scenario = { workspaceId: number; journeyId: number; versionId: number; runs: number };

const VARIANTS: JsonObject[] = [
  { id: "a", label: "A", weight: 50 },
  { id: "b", label: "B", weight: 50 },
];

/** Five steps a visit: entry, branch on an attribute, split, attribute change, e-mail; then a delay of one hour and a second part. */
const benchGraph: JourneyGraph = aGraph(
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
    { id: "split", type: "experiment", settings: { variants: VARIANTS } },
    { id: "mark", type: "update-attribute", settings: { changes: [{ attribute: "stage", value: "welcomed" }] } },
    { id: "mail", type: "email", settings: { to: "email", subject: "Hello", body: "Hello" } },
    { id: "wait", type: "delay", settings: { amount: 1, unit: "hours" } },
    { id: "out", type: "exit" },
  ],
  [
    ["in", "next", "plan"],
    ["plan", "pro", "split"],
    ["plan", "else", "split"],
    ["split", "a", "mark"],
    ["split", "b", "mark"],
    ["mark", "next", "mail"],
    ["mail", "next", "wait"],
    ["wait", "next", "out"],
  ],
);
export const STEPS_PER_VISIT = 5;

/** Realistic rows of about 350 bytes. */
const ATTRIBUTES = `jsonb_build_object('plan', case when n % 2 = 0 then 'pro' else 'free' end, 'email', 'p' || n || '@example.org',
  'name', 'Person ' || n, 'city', 'Hamburg', 'language', 'de', 'company', 'Company ' || (n % 500), 'seats', n % 40,
  'signup', '2026-01-01T00:00:00Z', 'note', repeat('x', 120))`;

/** A workspace with one live journey and `runs` people who have just entered it. */
export async function enterScenario(sql: Sql, { runs }: { runs: number }): Promise<Scenario> {
  const [workspace] = await sql<{ id: number }[]>`insert into workspace (name) values ('Bench') returning id`;
  const workspaceId = workspace?.id ?? 0;
  const journey = await aLiveJourney(sql, { workspaceId, graph: benchGraph });
  const customerIds = await someCustomers(sql, { workspaceId, count: runs, attributes: ATTRIBUTES });
  for (let start = 0; start < customerIds.length; start += 10_000) {
    await enterAll(sql, { workspaceId, ...journey, customerIds: customerIds.slice(start, start + 10_000) });
  }
  await settle(sql);
  return { workspaceId, ...journey, runs };
}

/** Every measurement starts from vacuumed tables and a fresh checkpoint's worth of WAL. */
async function settle(sql: Sql): Promise<void> {
  for (const table of ["run", "customer", "step_log", "step_delta", "effect_intent", "assignment"]) {
    await sql.unsafe(`vacuum analyze ${table}`);
  }
}

/** Removes the rows of earlier measurements, so that each one meets tables of the same size. */
export async function clearScenarios(sql: Sql): Promise<void> {
  await sql`truncate run, step_log, step_delta, step_count, effect_intent, assignment, waiter, run_input, run_hold, customer, graphile_worker._private_jobs`;
}
