import { expect, test } from "vitest";
import { emptyGraph, type GraphNode, type JourneyGraph } from "../engine/graph.ts";
import { journeyMarks } from "./journey-marks.ts";
import { groupProblems, mainProblem, noProblems } from "./problems-by-step.ts";

const node = (id: string, settings: GraphNode["settings"] = {}): GraphNode => ({
  id,
  type: "email",
  name: "",
  position: { x: 0, y: 0 },
  settings,
});
const graph = (...nodes: GraphNode[]): JourneyGraph => ({ ...emptyGraph, nodes });

test("steps are marked new or changed against what is live, but not for their place", () => {
  const moved = { ...node("b"), position: { x: 60, y: 0 } };
  const marks = journeyMarks(
    graph(node("a", { subject: "1" }), node("b")),
    graph(node("a", { subject: "2" }), moved, node("c")),
  );
  expect([...marks.steps]).toEqual([
    ["a", "changed"],
    ["c", "new"],
  ]);
  expect(marks.count).toBe(2);
});

test("before the first publish nothing is marked, but everything is listed", () => {
  const marks = journeyMarks(undefined, graph(node("a")));
  expect(marks.steps.size).toBe(0);
  expect(marks.count).toBe(1);
});

test("problems are grouped by step; errors lead, and unchanged lists stay the same objects", () => {
  const open = { code: "port_open", nodeId: "a", port: "next", params: {}, severity: "warning" as const };
  const missing = { code: "missing", nodeId: "a", field: "subject", params: {}, severity: "error" as const };
  const entry = { code: "no_entry", params: {}, severity: "error" as const };
  const first = groupProblems([open, missing, entry], noProblems);
  const second = groupProblems([{ ...open }, { ...missing }], first);
  expect(first.ofJourney).toEqual([entry]);
  expect(second.bySteps.get("a")).toBe(first.bySteps.get("a"));
  expect(mainProblem(second.bySteps.get("a") ?? [])).toEqual({ problem: missing, isUnfinished: true });
});
