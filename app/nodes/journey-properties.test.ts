import fc from "fast-check";
import { expect, test } from "vitest";
import { type Advance, advance, type RunPosition } from "../engine/advance.ts";
import { checkGraph } from "../engine/check-graph.ts";
import { aGraph, anArrival, aRunCustomer, minutesAfterNoon } from "../engine/example-journeys.ts";
import type { JourneyGraph } from "../engine/graph.ts";
import { compile } from "../engine/program.ts";
import { anEventInput } from "./example-step.ts";
import { nodeTypes } from "./registry.ts";

const steps = [
  { type: "email", settings: { subject: "Hi", body: "Text" } },
  { type: "webhook", settings: { url: "https://example.com" } },
  { type: "delay", settings: { amount: 3, unit: "hours" } },
  { type: "wait-for-event", settings: { eventName: "paid", amount: 1, unit: "days" } },
  {
    type: "branch",
    settings: {
      paths: [
        { id: "pro", condition: { rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }] } },
      ],
    },
  },
  { type: "experiment", settings: nodeTypes.get("experiment")?.defaults },
  { type: "update-attribute", settings: { changes: [{ attribute: "plan", value: "pro" }] } },
  { type: "emit-event", settings: { eventName: "seen" } },
  { type: "goal", settings: {} },
  { type: "exit", settings: {} },
] as const;

/** Any journey of real steps whose every port leads somewhere, or nowhere. */
const anyJourney: fc.Arbitrary<JourneyGraph> = fc
  .array(fc.record({ step: fc.constantFrom(...steps), targets: fc.tuple(fc.nat(15), fc.nat(15)) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((sketches) => {
    const nodes = sketches.map(({ step }, index) => ({
      id: `n${index}`,
      type: step.type,
      settings: { ...step.settings },
    }));
    const edges = sketches.flatMap(({ step, targets }, index) =>
      (nodeTypes.get(step.type)?.ports({ ...step.settings } as never) ?? [])
        .map((port, place) => ({ port, target: targets[place] ?? 0 }))
        .filter(({ target }) => target < sketches.length)
        .map(({ port, target }) => `n${index}:${port}>n${target}`),
    );
    const entry = { id: "entry", type: "event-entry", settings: { eventName: "began" } };
    return aGraph([entry, ...nodes], ["entry>n0", ...edges]);
  });

/** Lives through some days of one customer: looks when due, brings events and outcomes in between. */
function liveThrough(graph: JourneyGraph, looks: readonly number[]): Advance[] {
  const program = compile(graph, nodeTypes);
  const walks: Advance[] = [];
  const assignments = new Map<string, string>();
  let position: RunPosition = anArrival();
  let minutes = 0;
  for (const look of looks) {
    minutes += look;
    const effect = { kind: "effect", effect: { slot: 0, outcome: look % 2 === 0 ? "accepted" : "rejected" } } as const;
    const inputs = walks.at(-1)?.waitsForEffect ? [effect] : look % 3 === 0 ? [anEventInput("paid", minutes)] : [];
    const walk = advance(program, position, aRunCustomer({ assignments }), { now: minutesAfterNoon(minutes), inputs });
    walks.push(walk);
    if (walk.status !== "waiting") break;
    for (const { node, variant } of walk.assignments) assignments.set(program.nodes[node]?.id ?? "", variant);
    position = { ...position, node: walk.node, step: walk.step, nodeEnteredAt: walk.nodeEnteredAt, isArrival: false };
  }
  return walks;
}

const anyLooks = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 12 });

test("R5 any journey without an error runs without being held, and waits only for the future", () => {
  let ran = 0;
  fc.assert(
    fc.property(anyJourney, anyLooks, (graph, looks) => {
      fc.pre(checkGraph(graph, nodeTypes).ok);
      ran += 1;
      for (const walk of liveThrough(graph, looks)) expect(walk.hold).toBeUndefined();
    }),
    { seed: 5, numRuns: 200 },
  );
  expect(ran).toBe(200);
});

test("R10 the same journey, customer and inputs give the same life", () => {
  fc.assert(
    fc.property(anyJourney, anyLooks, (graph, looks) => {
      expect(liveThrough(graph, looks)).toEqual(liveThrough(structuredClone(graph), looks));
    }),
    { seed: 10 },
  );
});

test("R11 R18 a customer is at one place, transitions chain, and at every node entered = here + moved on + left + failed", () => {
  fc.assert(
    fc.property(anyJourney, anyLooks, (graph, looks) => {
      const walks = liveThrough(graph, looks);
      const last = walks.at(-1);
      const transitions = walks.flatMap((walk) => walk.transitions);
      let at: number | undefined = 0;
      for (const [index, transition] of transitions.entries()) {
        expect(transition).toMatchObject({ from: at, step: index + 1 });
        at = transition.to;
      }
      expect(at).toBe(last?.status === "waiting" ? last.node : undefined);
      for (const node of graph.nodes.keys()) {
        const entered = (node === 0 ? 1 : 0) + transitions.filter(({ to }) => to === node).length;
        const gone = transitions.filter(({ from }) => from === node).length;
        expect(entered).toBe(gone + (at === node ? 1 : 0));
      }
    }),
    { seed: 18 },
  );
});

test("R19 no two effects of a life have the same name", () => {
  fc.assert(
    fc.property(anyJourney, anyLooks, (graph, looks) => {
      const names = liveThrough(graph, looks).flatMap((walk) =>
        walk.effects.map(({ step, effect }) => `${step}:${effect.slot}`),
      );
      expect(new Set(names).size).toBe(names.length);
    }),
    { seed: 19 },
  );
});
