import { expect, test } from "vitest";
import { aGraph } from "./document.testing.ts";
import { countChanges, listChanges } from "./graph-changes.ts";

const before = aGraph({ nodes: ["a", "b", "c"], edges: ["a.out>b", "b.out>c"] });

test("equal graphs have no changes, whatever their order", () => {
  const shuffled = { ...before, nodes: [...before.nodes].reverse(), edges: [...before.edges].reverse() };
  expect(listChanges(before, shuffled)).toEqual([]);
});

test("the first version adds everything", () => {
  const changes = listChanges(undefined, before);
  expect(changes.map((change) => change.kind)).toEqual([
    "node-added",
    "node-added",
    "node-added",
    "edge-added",
    "edge-added",
  ]);
});

test("names, settings, steps and edges are listed with before and after", () => {
  const after = aGraph({ nodes: ["a", "b", "d"], edges: ["a.out>d", "b.yes>d"] });
  after.nodes[0]!.name = "Welcome";
  after.nodes[1]!.settings = { days: 2, list: [1] };
  const was = structuredClone(before);
  was.nodes[1]!.settings = { days: 1, gone: "x", list: [1] };
  const step = (nodeId: string, name = "") => ({ nodeId, name, type: "step" });
  expect(listChanges(was, after)).toEqual([
    { kind: "node-renamed", ...step("a", "Welcome"), before: "" },
    {
      kind: "settings-changed",
      ...step("b"),
      fields: [
        { field: "days", before: 1, after: 2 },
        { field: "gone", before: "x", after: undefined },
      ],
    },
    { kind: "node-added", ...step("d") },
    { kind: "node-removed", ...step("c") },
    { kind: "edge-rerouted", source: step("a", "Welcome"), port: "out", before: step("b"), target: step("d") },
    { kind: "edge-added", source: step("b"), port: "yes", target: step("d") },
    { kind: "edge-removed", source: step("b"), port: "out", target: step("c") },
  ]);
});

test("moves, notes and sections are one entry that does not count", () => {
  const after = structuredClone(before);
  after.nodes[0]!.position = { x: 9, y: 9 };
  after.notes = [{ id: "n", position: { x: 0, y: 0 }, text: "Think" }];
  const changes = listChanges(before, after);
  expect(changes).toEqual([{ kind: "layout", moved: 1, notes: 1, sections: 0 }]);
  expect(countChanges(changes)).toBe(0);
});
