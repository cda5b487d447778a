import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { compactCounters, foldDeltas } from "#db/queries/counters.ts";
import { readStepCounts } from "#db/queries/metrics.ts";
import { runState } from "#db/schema/run.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { LowWaterMarks } from "#worker/passes/low-water.ts";
import { runPass } from "#worker/passes/run-pass.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { testServices } from "../api/testing.ts";
import type { Scope } from "../scope.server.ts";
import { createJourney } from "./create-journey.server.ts";
import { enrolCustomer } from "./enrol-customer.server.ts";
import { getJourneySummary, listJourneys } from "./list-journeys.server.ts";
import { listRuns } from "./list-runs.server.ts";
import { publishJourney } from "./publish-journey.server.ts";
import { readJourneyMetrics } from "./read-journey-metrics.server.ts";
import { replaceJourneyDraft } from "./replace-journey-draft.server.ts";

const database = await createTestDatabase();
const { sql } = database;
const services = testServices(database);
const buckets = Array.from({ length: 256 }, (_, bucket) => bucket);
const marks = new LowWaterMarks();
afterAll(() => database.close());

const node = (id: string, type: string, settings: JourneyGraph["nodes"][number]["settings"] = {}) => ({
  id,
  type,
  name: "",
  position: { x: 0, y: 0 },
  settings,
});
const edge = (source: string, port: string, target: string) => ({ source, port, target });

/** A split, a wait on one side, and on the other a branch with a goal, an exit and an open end; ids that objects have by birth. */
const graph: JourneyGraph = {
  version: 1,
  nodes: [
    node("start", "manual-entry", { reentry: "always" }),
    node("constructor", "experiment", {
      variants: [
        { id: "a", label: "A", weight: 50 },
        { id: "b", label: "B", weight: 50 },
      ],
    }),
    node("hour", "delay", { amount: 1, unit: "hours" }),
    node("mark", "update-attribute", { changes: [{ attribute: "seen", value: true }] }),
    node("sort", "branch", {
      paths: [
        {
          id: "seen",
          label: "",
          condition: { match: "all", rules: [{ kind: "attribute", field: "seen", operator: "equals", value: true }] },
        },
        {
          id: "open",
          label: "",
          condition: { match: "all", rules: [{ kind: "attribute", field: "none", operator: "exists" }] },
        },
      ],
    }),
    node("paid", "goal"),
    node("gone", "exit"),
  ],
  edges: [
    edge("start", "next", "constructor"),
    edge("constructor", "a", "hour"),
    edge("constructor", "b", "sort"),
    edge("hour", "next", "mark"),
    edge("mark", "next", "sort"),
    edge("sort", "seen", "paid"),
  ],
  notes: [],
  sections: [],
};

type World = { scope: Scope; journeyId: number; people: number; versions: number };

const steps = {
  enrol: async (world: World) => {
    for (let count = 0; count < 5; count += 1) {
      world.people += 1;
      const customer = { userId: `p${world.people % 12}`, createIfMissing: true };
      await enrolCustomer(services, { ...world, customer, key: `enrol:${world.people}` });
    }
  },
  pass: async () => {
    await runPass(sql, { buckets, marks });
  },
  hold: async () => {
    await runPass(sql, { buckets, marks, limit: 3, forced: { code: "step.threw", params: { reason: "test" } } });
  },
  letTimePass: async ({ journeyId }: World) => {
    await sql`update run set due_at = now(), node_entered_at = node_entered_at - interval '2 hours'
      where journey_id = ${journeyId} and state = ${runState.waiting} and due_at > now()`;
  },
  fold: async () => {
    await foldDeltas(sql);
  },
  publish: async (world: World) => {
    world.versions += 1;
    // An id that sorts before the others gives every step another index in the new version.
    const added = node(`aa${world.versions}`, "exit");
    await replaceJourneyDraft(services, { ...world, graph: { ...graph, nodes: [added, ...graph.nodes] } });
    await publishJourney(services, world);
  },
};
type StepName = keyof typeof steps;

/** What must hold at every moment, against the runs themselves. */
async function checkNumbers({ scope, journeyId }: World): Promise<void> {
  const { nodes, edges, onTheirWay } = await readJourneyMetrics(sql, { workspaceId: scope.workspaceId, journeyId });
  const { runs } = await listRuns(services, { scope, journeyId, limit: 10_000 });
  for (const [nodeId, counts] of Object.entries(nodes)) {
    expect(counts.entered).toBe(counts.here + counts.movedOn + counts.left + counts.failed);
    const standing = (wanted: string) => runs.filter((run) => run.nodeId === nodeId && run.standing === wanted).length;
    expect({ nodeId, here: counts.here, left: counts.left, failed: counts.failed }).toEqual({
      nodeId,
      here: standing("here"),
      left: standing("left"),
      failed: standing("failed"),
    });
    const paths = Object.entries(edges).filter(([path]) => path.startsWith(`${nodeId}|`));
    expect(paths.reduce((sum, [, people]) => sum + people, 0)).toBe(counts.movedOn);
    expect(counts.enteredToday).toBeLessThanOrEqual(counts.entered);
  }
  expect(nodes["start"]?.entered).toBe(runs.length);
  expect(onTheirWay).toBe(runs.filter((run) => run.standing === "here").length);
  const summary = await getJourneySummary(services, { scope, journeyId });
  expect(summary).toMatchObject({ peopleNow: onTheirWay, entered: runs.length, reachedGoal: nodes["paid"]?.left });
}

test("entered = here + moved on + left + failed at every moment, and equals the runs", async () => {
  const anyStep = fc.constantFrom<StepName>("enrol", "enrol", "pass", "pass", "hold", "letTimePass", "fold", "publish");
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 18 }), async (names) => {
      const scope: Scope = { workspaceId: await aWorkspace(sql), role: "editor" };
      const { journeyId } = await createJourney(services, { scope, name: "Numbers", graph });
      await publishJourney(services, { scope, journeyId });
      const world: World = { scope, journeyId, people: 0, versions: 0 };
      for (const name of names) {
        await steps[name](world);
        await checkNumbers(world);
      }
    }),
    { numRuns: 15 },
  );
});

test("the people behind a number are those who stand on the step, in whichever version", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "editor" };
  const { journeyId } = await createJourney(services, { scope, name: "People", graph });
  await publishJourney(services, { scope, journeyId });
  const world: World = { scope, journeyId, people: 0, versions: 0 };
  for (const name of ["enrol", "pass", "publish", "enrol", "pass"] as const) await steps[name](world);
  const { nodes } = await readJourneyMetrics(sql, { workspaceId: scope.workspaceId, journeyId });
  for (const nodeId of ["hour", "paid", "sort"]) {
    const { runs } = await listRuns(services, { scope, journeyId, nodeId, standings: ["here"] });
    expect(runs).toHaveLength(nodes[nodeId]!.here);
  }
  const { runs } = await listRuns(services, { scope, journeyId });
  expect(new Set(runs.map(({ version }) => version))).toEqual(new Set([1, 2]));
});

test("today begins at midnight in the workspace's time zone", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "editor" };
  const { workspaceId } = scope;
  const { journeyId } = await createJourney(services, { scope, name: "Today", graph });
  const { versionId } = await publishJourney(services, { scope, journeyId });
  // In one transaction now() stands still, whatever the clock on the wall does.
  const counts = await sql.begin(async (tx) => {
    await tx`update workspace set time_zone = 'America/New_York' where id = ${workspaceId}`;
    await tx`
      insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
      select ${workspaceId}, ${journeyId}, ${versionId}, 0, -1, -1, 0, date_trunc('day', now(), 'America/New_York') + moved, count
      from (values (interval '-1 hour', 10), (interval '0', 4)) as hour (moved, count)`;
    return readStepCounts(tx, { workspaceId, journeyId });
  });
  expect(counts?.rows).toMatchObject([{ count: 14, countToday: 4 }]);
});

test("compacting old hours leaves every number as it was", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "editor" };
  const { workspaceId } = scope;
  const { journeyId } = await createJourney(services, { scope, name: "Old", graph });
  const { versionId } = await publishJourney(services, { scope, journeyId });
  await sql`
    insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
    select ${workspaceId}, ${journeyId}, ${versionId}, 0, -1, -1, 0, date_trunc('hour', now()) - age * interval '1 hour', age
    from generate_series(0, 24 * 20) as age`;
  const before = await readStepCounts(sql, { workspaceId, journeyId });
  for (let times = 0; times < 2; times += 1) {
    await compactCounters(sql);
    expect((await readStepCounts(sql, { workspaceId, journeyId }))?.rows).toMatchObject(
      before!.rows.map(({ count }) => ({ count })),
    );
  }
  const [kept] = await sql<{ rows: number }[]>`select count(*) as rows from step_count where journey_id = ${journeyId}`;
  // Twelve or thirteen days, and the hours of the eight since.
  expect(kept!.rows).toBeLessThan(13 + 9 * 24 + 1);
});

test("a journey in the list has its totals and the shape of its live version", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "viewer" };
  const { journeyId } = await createJourney(services, { scope: { ...scope, role: "editor" }, name: "Listed", graph });
  const [draft] = await listJourneys(services, { scope });
  expect(draft).toMatchObject({ id: journeyId, name: "Listed", state: "draft", version: undefined, entered: 0 });
  expect(draft?.preview.nodes).toHaveLength(7);
  expect(draft?.preview.edges).toEqual(expect.arrayContaining(graph.edges));
  expect(draft?.preview.nodes).toContainEqual({ id: "paid", type: "goal", x: 0, y: 0 });
});

test("numbers of a foreign journey are not there", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "editor" };
  const { journeyId } = await createJourney(services, { scope, name: "Mine", graph });
  const workspaceId = await aWorkspace(sql);
  await expect(readJourneyMetrics(sql, { workspaceId, journeyId })).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("viewers change nothing", async () => {
  const scope: Scope = { workspaceId: await aWorkspace(sql), role: "viewer" };
  const refused = { code: "auth.forbidden" };
  await expect(createJourney(services, { scope, name: "No" })).rejects.toMatchObject(refused);
  await expect(publishJourney(services, { scope, journeyId: 1 })).rejects.toMatchObject(refused);
  await expect(replaceJourneyDraft(services, { scope, journeyId: 1, graph })).rejects.toMatchObject(refused);
  await expect(
    enrolCustomer(services, { scope, journeyId: 1, customer: { userId: "u" }, key: "k" }),
  ).rejects.toMatchObject(refused);
});
