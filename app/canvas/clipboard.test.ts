import { describe, expect, test } from "vitest";
import { emptyGraph, type GraphNode } from "../engine/graph.ts";
import { clippingText, readClipping, renamedClipping } from "./clipboard.ts";

const node = (id: string): GraphNode => ({
  id,
  type: "email",
  name: id,
  position: { x: 0, y: 0 },
  settings: { subject: "Hi" },
});
const graph = {
  ...emptyGraph,
  nodes: [node("a"), node("b"), node("c")],
  edges: [
    { source: "a", port: "next", target: "b" },
    { source: "b", port: "next", target: "c" },
  ],
};

describe("copy and paste", () => {
  test("carries the chosen steps and the paths among them, under new ids", () => {
    const clipping = readClipping(clippingText(graph, new Set(["a", "b"])));
    if (!clipping) throw new Error("unreadable");
    let count = 0;
    const pasted = renamedClipping(clipping, { x: 40, y: 20 }, () => `new${++count}`);
    expect(pasted.nodes.map(({ id, name, position }) => ({ id, name, position }))).toEqual([
      { id: "new1", name: "a", position: { x: 40, y: 20 } },
      { id: "new2", name: "b", position: { x: 40, y: 20 } },
    ]);
    expect(pasted.edges).toEqual([{ source: "new1", port: "next", target: "new2" }]);
  });

  test("anything that is not a clipping is left alone", () => {
    for (const text of ["hello", "{", "{}", '{"lotse":"steps"}', "null"]) expect(readClipping(text)).toBeUndefined();
  });
});
