import { describe, expect, test } from "vitest";
import type { GraphNode } from "../engine/graph.ts";
import { flowOrder, neighbourStep, reachable } from "./flow-order.ts";

const node = (id: string, x: number, y: number): GraphNode => ({
  id,
  type: "email",
  name: "",
  position: { x, y },
  settings: {},
});
const edge = (source: string, target: string, port = "next") => ({ source, port, target });

const graph = {
  nodes: [
    node("late", 300, 200),
    node("start", 100, 0),
    node("wait", 100, 100),
    node("yes", 0, 200),
    node("alone", 900, 0),
  ],
  edges: [edge("start", "wait"), edge("wait", "yes", "yes"), edge("wait", "late", "late")],
};

describe("keyboard order", () => {
  test("steps come in the order people meet them, unconnected ones by place", () => {
    expect(flowOrder(graph)).toEqual(["start", "wait", "yes", "late", "alone"]);
  });

  test("a loop visits every step once", () => {
    const loop = { nodes: [node("a", 0, 0), node("b", 0, 100)], edges: [edge("a", "b"), edge("b", "a")] };
    expect(flowOrder(loop)).toEqual(["a", "b"]);
  });

  test("arrows follow the paths and go sideways to the same row", () => {
    expect(neighbourStep(graph, "wait", "previous")).toBe("start");
    expect(neighbourStep(graph, "wait", "next")).toBe("yes");
    expect(neighbourStep(graph, "yes", "right")).toBe("late");
    expect(neighbourStep(graph, "late", "left")).toBe("yes");
    expect(neighbourStep(graph, "start", "previous")).toBeUndefined();
  });

  test("everything after a step", () => {
    expect(reachable(graph.edges, "wait", "after")).toEqual(new Set(["yes", "late"]));
    expect(reachable(graph.edges, "late", "before")).toEqual(new Set(["wait", "start"]));
  });
});
