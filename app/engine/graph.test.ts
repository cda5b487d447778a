import { expect, test } from "vitest";
import { canonicalJson, graphHash } from "./canonical.ts";
import { aGraph } from "./example-journeys.ts";
import { emptyGraph, journeyGraphSchema } from "./graph.ts";
import { GraphFormatError, upgradeGraph } from "./upgrade-graph.ts";

const node = { id: "a", type: "start", position: { x: 0, y: 0 }, settings: {} };

test("R1 unknown keys are refused at every level", () => {
  expect(journeyGraphSchema.safeParse({ ...emptyGraph, extra: 1 }).success).toBe(false);
  expect(journeyGraphSchema.safeParse({ ...emptyGraph, nodes: [{ ...node, extra: 1 }] }).success).toBe(false);
  expect(journeyGraphSchema.safeParse({ ...emptyGraph, nodes: [node] }).success).toBe(true);
});

test.each([
  ["NUL in a name", { name: "a\u0000" }],
  ["half a surrogate pair in a name", { name: "\ud83d" }],
  ["NUL deep in the settings", { settings: { list: [{ text: "a\u0000b" }] } }],
  ["NUL in a settings key", { settings: { inner: { "a\u0000": 1 } } }],
])("R1 text that Postgres cannot store is refused: %s", (_name, part) => {
  expect(journeyGraphSchema.safeParse({ ...emptyGraph, nodes: [{ ...node, ...part }] }).success).toBe(false);
});

test("R1 whole emoji and other planes are welcome", () => {
  expect(journeyGraphSchema.safeParse({ ...emptyGraph, nodes: [{ ...node, name: "Hallo 👋 Zoë" }] }).success).toBe(
    true,
  );
});

test.each([
  ["nothing", null],
  ["a list", []],
  ["text", "graph"],
  ["no version", { nodes: [], edges: [] }],
  ["a version from the future", { version: 99, nodes: [], edges: [] }],
  ["a version that is text", { version: "1", nodes: [], edges: [] }],
  ["nodes missing", { version: 1, edges: [] }],
])("R2 what is no graph is refused with its faults: %s", (_name, stored) => {
  try {
    upgradeGraph(stored);
    expect.unreachable();
  } catch (cause) {
    expect(cause).toBeInstanceOf(GraphFormatError);
    expect((cause as GraphFormatError).issues.length).toBeGreaterThan(0);
  }
});

test("R2 a value nested a hundred thousand deep is refused without exhausting the stack", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`);
  expect(() => upgradeGraph({ ...emptyGraph, nodes: [{ ...node, settings: deep }] })).toThrow(GraphFormatError);
});

test("R2 a current graph comes back as it is, with its defaults filled in", () => {
  expect(upgradeGraph({ version: 1, nodes: [node], edges: [] })).toEqual({
    version: 1,
    nodes: [{ ...node, name: "" }],
    edges: [],
    notes: [],
    sections: [],
  });
});

test("R3 canonical JSON does not depend on the order of keys or the writing of numbers", () => {
  expect(canonicalJson({ b: 1.0, a: [-0, 1e2, { z: null, y: "ü" }], c: undefined })).toBe(
    '{"a":[0,100,{"y":"ü","z":null}],"b":1}',
  );
});

test("R3 what is not JSON has no canonical form", () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([() => 1])).toThrow(TypeError);
});

test("R3 the hash is SHA-256 of the canonical JSON and differs for different graphs", () => {
  const graph = aGraph([{ id: "a", type: "start", settings: { x: 1, y: 2 } }]);
  const reordered = aGraph([{ id: "a", type: "start", settings: { y: 2, x: 1 } }]);
  expect(graphHash(graph)).toMatch(/^[0-9a-f]{64}$/);
  expect(graphHash(reordered)).toBe(graphHash(graph));
  expect(graphHash(aGraph([{ id: "b", type: "start", settings: { x: 1, y: 2 } }]))).not.toBe(graphHash(graph));
  expect(graphHash(emptyGraph)).toBe("359f9e757ba1f17f46d8daa6794918ba7ec86bb36baf048118b9148117d681d7");
});
