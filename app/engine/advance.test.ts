import fc from "fast-check";
import { expect, test } from "vitest";
import { type Advance, advance, MAX_VISITS_PER_NODE, type RunPosition } from "./advance.ts";
import { aGraph, anArrival, aRunCustomer, minutesAfterNoon, noon, toyTypes } from "./example-journeys.ts";
import { compile, type Program } from "./program.ts";

const begin = { id: "begin", type: "start" };

function program(nodes: Parameters<typeof aGraph>[0], edges: string[] = []): Program {
  return compile(aGraph(nodes, edges), toyTypes);
}

const pauseThenSend = program(
  [
    begin,
    { id: "pause", type: "pause", settings: { minutes: 10 } },
    { id: "send", type: "send" },
    { id: "end", type: "finish" },
  ],
  ["begin>pause", "pause>send", "send>end"],
);

test("R10 a run walks to its next wait and says when it is due", () => {
  expect(advance(pauseThenSend, anArrival(), aRunCustomer(), { now: noon })).toEqual({
    status: "waiting",
    node: 1,
    step: 1,
    nodeEnteredAt: noon,
    dueAt: minutesAfterNoon(10),
    waitsForEvents: [],
    waitsForEffect: false,
    transitions: [{ kind: "moved", step: 1, from: 0, port: "next", to: 1 }],
    effects: [],
    changes: [],
    assignments: [],
    reachedGoal: false,
    hold: undefined,
  } satisfies Advance);
});

test("R10 looked at too early it waits on for the same time; when due it goes on to the end", () => {
  const waiting: RunPosition = { node: 1, step: 1, nodeEnteredAt: noon, runEnteredAt: noon, isArrival: false };
  const early = advance(pauseThenSend, waiting, aRunCustomer(), { now: minutesAfterNoon(4) });
  expect(early).toMatchObject({ status: "waiting", step: 1, dueAt: minutesAfterNoon(10), transitions: [] });
  const due = advance(pauseThenSend, waiting, aRunCustomer(), { now: minutesAfterNoon(10) });
  expect(due).toMatchObject({ status: "left", node: 3, step: 4, dueAt: undefined, reachedGoal: false });
  expect(due.transitions).toEqual([
    { kind: "moved", step: 2, from: 1, port: "next", to: 2 },
    { kind: "moved", step: 3, from: 2, port: "next", to: 3 },
    { kind: "left", step: 4, from: 3, port: undefined, to: undefined },
  ]);
});

test("R10 the arguments are left as they were", () => {
  const attributes = Object.freeze({ plan: "trial" });
  const change = program(
    [begin, { id: "set", type: "set", settings: { attribute: "plan", value: "pro" } }],
    ["begin>set"],
  );
  const position = Object.freeze(anArrival());
  const first = advance(change, position, aRunCustomer({ attributes }), { now: noon });
  expect(advance(change, position, aRunCustomer({ attributes }), { now: noon })).toEqual(first);
  expect(attributes).toEqual({ plan: "trial" });
});

test("R12 a run that circles without waiting is held at the hundredth visit", () => {
  const circle = program([begin, { id: "send", type: "send" }], ["begin>send", "send>send"]);
  const result = advance(circle, anArrival(), aRunCustomer(), { now: noon });
  expect(result).toMatchObject({ status: "failed", node: 1, hold: { code: "step.loop", params: { visits: 100 } } });
  expect(result.effects).toHaveLength(MAX_VISITS_PER_NODE);
  expect(result.transitions.at(-1)).toEqual({ kind: "failed", step: 102, from: 1, port: undefined, to: undefined });
});

test("R13 a step that throws holds the run; what was done before stays done", () => {
  const broken = program(
    [begin, { id: "send", type: "send" }, { id: "odd", type: "odd", settings: { does: "throw" } }],
    ["begin>send", "send>odd"],
  );
  expect(advance(broken, anArrival(), aRunCustomer(), { now: noon })).toMatchObject({
    status: "failed",
    node: 2,
    step: 3,
    dueAt: undefined,
    effects: [{ effect: { kind: "email", slot: 0 }, node: 1, step: 1 }],
    hold: { code: "step.threw", params: { reason: "broken step" } },
  });
});

test("R13 a step may ask to be held", () => {
  const asking = program([begin, { id: "odd", type: "odd", settings: { does: "hold" } }], ["begin>odd"]);
  expect(advance(asking, anArrival(), aRunCustomer(), { now: noon }).hold).toEqual({
    code: "step.asked",
    params: { why: "unclear" },
  });
});

test("R13 a run at a node that its version does not have is held", () => {
  expect(advance(pauseThenSend, anArrival({ node: 99 }), aRunCustomer(), { now: noon })).toMatchObject({
    status: "failed",
    hold: { code: "step.missing", params: { node: 99 } },
  });
});

test("R14 a port without an edge ends the run there", () => {
  const open = program([begin, { id: "send", type: "send" }], ["begin>send"]);
  const result = advance(open, anArrival(), aRunCustomer(), { now: noon });
  expect(result).toMatchObject({ status: "left", node: 1, step: 2, reachedGoal: false });
  expect(result.transitions.at(-1)).toEqual({ kind: "left", step: 2, from: 1, port: "next", to: undefined });
});

test("R14 an end node says whether the goal was reached", () => {
  const goal = program([begin, { id: "goal", type: "finish", settings: { goal: true } }], ["begin>goal"]);
  expect(advance(goal, anArrival(), aRunCustomer(), { now: noon })).toMatchObject({
    status: "left",
    reachedGoal: true,
  });
});

test("R15 a later step of the same walk sees a changed and a removed attribute", () => {
  const settingFirst = (value: string | null): Program =>
    program(
      [
        begin,
        { id: "set", type: "set", settings: { attribute: "plan", value } },
        { id: "ask", type: "ask", settings: { attribute: "plan" } },
      ],
      ["begin>set", "set>ask"],
    );
  const set = advance(settingFirst("pro"), anArrival(), aRunCustomer(), { now: noon });
  const removed = advance(settingFirst(null), anArrival(), aRunCustomer({ attributes: { plan: "pro" } }), {
    now: noon,
  });
  expect(set.transitions.at(-1)?.port).toBe("yes");
  expect(removed.transitions.at(-1)?.port).toBe("no");
  expect(removed.changes).toEqual([{ attribute: "plan", value: null }]);
});

test("R16 one event wakes one wait, not the next one as well", () => {
  const twice = program(
    [
      begin,
      { id: "one", type: "listen", settings: { event: "x" } },
      { id: "two", type: "listen", settings: { event: "x" } },
    ],
    ["begin>one", "one>two"],
  );
  const waiting = anArrival({ node: 1, step: 1, isArrival: false });
  const inputs = [{ kind: "event", event: { name: "x", properties: {}, at: noon } }] as const;
  expect(advance(twice, waiting, aRunCustomer(), { now: noon, inputs })).toMatchObject({
    status: "waiting",
    node: 2,
    waitsForEvents: ["x"],
    dueAt: undefined,
  });
});

test.each([
  ["wait-for-nothing", "step.never_wakes"],
  ["wait-in-past", "step.waited_in_past"],
])("R17 a step that would %s is held", (does, code) => {
  const odd = program([begin, { id: "odd", type: "odd", settings: { does } }], ["begin>odd"]);
  const result = advance(odd, anArrival(), aRunCustomer(), { now: noon });
  expect(result).toMatchObject({ status: "failed", dueAt: undefined, hold: { code, params: {} } });
});

test("R17 a wait that could never end, or has ended already, is held", () => {
  const odd = program([begin, { id: "odd", type: "odd", settings: { does: "wait-in-past" } }], ["begin>odd"]);
  expect(advance(odd, anArrival(), aRunCustomer(), { now: noon }).status).toBe("failed");
});

test("R19 an effect bears the step of its visit, also when it comes to the same node again", () => {
  const circle = program(
    [begin, { id: "send", type: "send" }, { id: "pause", type: "pause", settings: { minutes: 1 } }],
    ["begin>send", "send>pause", "pause>send"],
  );
  const first = advance(circle, anArrival(), aRunCustomer(), { now: noon });
  const again = advance(
    circle,
    { node: first.node, step: first.step, nodeEnteredAt: first.nodeEnteredAt, runEnteredAt: noon, isArrival: false },
    aRunCustomer(),
    { now: minutesAfterNoon(1) },
  );
  expect(first.effects.map(({ node, step }) => ({ node, step }))).toEqual([{ node: 1, step: 1 }]);
  expect(again.effects.map(({ node, step }) => ({ node, step }))).toEqual([{ node: 1, step: 3 }]);
});

test("R40 the workspace's time scale shortens every duration", () => {
  const result = advance(pauseThenSend, anArrival(), aRunCustomer(), { now: noon, timeScale: 60 });
  expect(result.dueAt).toEqual(new Date(noon.getTime() + 10_000));
});

/** Any graph of toy nodes: some circle, some break, some lead nowhere. */
const anyProgram: fc.Arbitrary<Program> = fc
  .array(
    fc.record({
      node: fc.constantFrom(
        { type: "pause", settings: { minutes: 3 } },
        { type: "listen", settings: { event: "x" } },
        { type: "set", settings: { attribute: "plan", value: 1 } },
        { type: "ask", settings: { attribute: "plan" } },
        { type: "send", settings: {} },
        { type: "finish", settings: { goal: true } },
        { type: "odd", settings: { does: "throw" } },
      ),
      targets: fc.tuple(fc.nat(11), fc.nat(11)),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((sketches) => {
    const nodes = sketches.map(({ node }, index) => ({ id: `n${index}`, ...node }));
    const edges = sketches.flatMap(({ node, targets }, index) => {
      const ports = toyTypes.get(node.type)?.ports(node.settings) ?? [];
      return ports.map((port, place) => `n${index}:${port}>n${targets[place]}`);
    });
    return program(
      [begin, ...nodes],
      ["begin>n0", ...edges.filter((edge) => Number(edge.split(">n")[1]) < nodes.length)],
    );
  });

test("R11 every transition starts where the one before arrived, with the next step number", () => {
  fc.assert(
    fc.property(anyProgram, fc.nat(50), (any, step) => {
      const result = advance(any, anArrival({ step }), aRunCustomer(), { now: noon });
      let [at, count]: [number | undefined, number] = [0, step];
      for (const transition of result.transitions) {
        expect(transition.from).toBe(at);
        expect(transition.step).toBe(count + 1);
        [at, count] = [transition.to, transition.step];
      }
      expect(result.step).toBe(count);
      expect(at).toBe(result.status === "waiting" ? result.node : undefined);
    }),
    { seed: 11 },
  );
});

test("R18 a replay of the transitions gives entered = here + moved on + left + failed at every node", () => {
  fc.assert(
    fc.property(anyProgram, fc.integer({ min: 1, max: 5 }), (any, looks) => {
      const entered = new Map([[0, 1]]);
      const gone = new Map<number, number>();
      const count = (counts: Map<number, number>, node: number): unknown =>
        counts.set(node, (counts.get(node) ?? 0) + 1);
      let position = anArrival();
      let last: Advance | undefined;
      for (let look = 0; look < looks && last?.status !== "left" && last?.status !== "failed"; look += 1) {
        last = advance(any, position, aRunCustomer(), { now: minutesAfterNoon(look * 5) });
        for (const { from, to } of last.transitions) {
          count(gone, from);
          if (to !== undefined) count(entered, to);
        }
        position = {
          ...position,
          node: last.node,
          step: last.step,
          nodeEnteredAt: last.nodeEnteredAt,
          isArrival: false,
        };
      }
      for (const [node, enteredCount] of entered) {
        const here = last?.status === "waiting" && last.node === node ? 1 : 0;
        expect(enteredCount).toBe((gone.get(node) ?? 0) + here);
      }
    }),
    { seed: 18 },
  );
});
