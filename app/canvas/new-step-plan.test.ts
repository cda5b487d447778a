import { describe, expect, test } from "vitest";
import { emptyGraph, type GraphNode, type JourneyGraph } from "../engine/graph.ts";
import { cardBoxes } from "./card-boxes.ts";
import { planNewStep } from "./new-step-plan.ts";

const node = (id: string, type: string, x: number, y: number): GraphNode => ({
  id,
  type,
  name: "",
  position: { x, y },
  settings: {},
});
const centre = { x: 400, y: 200 };
const plan = (graph: JourneyGraph, type: string, target: Parameters<typeof planNewStep>[1]["target"]) =>
  planNewStep(graph, { type, target, boxes: cardBoxes(graph, undefined), centre });

const start = node("start", "event-entry", 100, 0);
const mail = node("mail", "email", 100, 160);
const goal = node("goal", "goal", 100, 320);
const line: JourneyGraph = {
  ...emptyGraph,
  nodes: [start, mail, goal],
  edges: [
    { source: "start", port: "next", target: "mail" },
    { source: "mail", port: "next", target: "goal" },
  ],
};

describe("where a new step goes", () => {
  test("behind the selected step, under its free exit", () => {
    const graph = { ...emptyGraph, nodes: [start] };
    expect(plan(graph, "email", { kind: "after", nodeId: "start" })).toEqual({
      position: { x: 100, y: 140 },
      after: { source: "start", port: "next" },
      moves: new Map(),
      sections: new Map(),
    });
  });

  test("between two steps when the selected one leads on already; what follows makes room", () => {
    const { after, insert, moves } = plan(line, "delay", { kind: "after", nodeId: "start" });
    expect(after).toEqual({ source: "start", port: "next" });
    expect(insert?.outPort).toBeDefined();
    expect([...moves.keys()].sort()).toEqual(["goal", "mail"]);
    expect((moves.get("goal")?.y ?? 0) - goal.position.y).toBe((moves.get("mail")?.y ?? 0) - mail.position.y);
  });

  test("sections grow around the steps that make room, or go along with them", () => {
    const sections = [
      { id: "all", title: "", position: { x: 0, y: -40 }, size: { width: 480, height: 600 } },
      { id: "end", title: "", position: { x: 60, y: 290 }, size: { width: 360, height: 160 } },
      { id: "far", title: "", position: { x: 900, y: 0 }, size: { width: 360, height: 900 } },
    ];
    const planned = plan({ ...line, sections }, "delay", { kind: "after", nodeId: "start" });
    const distance = (planned.moves.get("goal")?.y ?? 0) - goal.position.y;
    expect(planned.sections).toEqual(
      new Map([
        ["all", { place: { x: 0, y: -40 }, size: { width: 480, height: 600 + distance } }],
        ["end", { place: { x: 60, y: 290 + distance }, size: { width: 360, height: 160 } }],
      ]),
    );
  });

  test("a start is never connected", () => {
    expect(plan(line, "event-entry", { kind: "after", nodeId: "mail" }).after).toBeUndefined();
    expect(plan(line, "event-entry", { kind: "exit", source: "mail", port: "next", at: centre }).after).toBeUndefined();
  });

  test("without a selection it stands alone in the middle of the view", () => {
    expect(plan(emptyGraph, "email", { kind: "after", nodeId: undefined })).toEqual({
      position: { x: 260, y: 140 },
      moves: new Map(),
      sections: new Map(),
    });
  });
});
