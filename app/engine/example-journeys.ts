import { z } from "zod";
import type { RunCustomer, RunPosition } from "./advance.ts";
import { GRAPH_VERSION, type GraphEdge, type JourneyGraph, journeyGraphSchema } from "./graph.ts";
import { defineNode, type NodeType, type StepResult } from "./node-type.ts";
import type { NodeTypes } from "./program.ts";

/** Builders for tests of the engine and of node types. The toy types show the engine without the product's nodes. */

export const noon = new Date("2026-03-02T12:00:00.000Z");

/** A time some minutes after noon. */
export function minutesAfterNoon(minutes: number): Date {
  return new Date(noon.getTime() + minutes * 60_000);
}

type NodeSketch = { id: string; type: string; settings?: Record<string, unknown> };

/** A graph from node sketches and edges written as `source:port>target` (port `next` when left out). */
export function aGraph(nodes: readonly NodeSketch[], edges: readonly string[] = []): JourneyGraph {
  return journeyGraphSchema.parse({
    version: GRAPH_VERSION,
    nodes: nodes.map((node, index) => ({ position: { x: 0, y: index * 120 }, settings: {}, ...node })),
    edges: edges.map(anEdge),
  });
}

function anEdge(text: string): GraphEdge {
  const [from = "", target = ""] = text.split(">");
  const [source = "", port = "next"] = from.split(":");
  return { source, port, target };
}

/** A customer with good defaults. */
export function aRunCustomer(overrides: Partial<RunCustomer> = {}): RunCustomer {
  return { unit: "customer-1", attributes: {}, events: new Map(), assignments: new Map(), ...overrides };
}

/** A run that has just come to a node (the first one by default) at noon. */
export function anArrival(overrides: Partial<RunPosition> = {}): RunPosition {
  return { node: 0, step: 0, nodeEnteredAt: noon, runEnteredAt: noon, isArrival: true, ...overrides };
}

const base = { family: "data", defaults: {}, metrics: ["entered"] } as const;
const next = (): string[] => ["next"];

const start = defineNode({
  ...base,
  type: "start",
  settings: z.strictObject({ event: z.string().default("begin"), reentry: z.enum(["once", "always"]).default("once") }),
  ports: next,
  entry: {
    eventName: ({ event }) => event,
    accepts: ({ event: name }, event) => event.name === name,
    reentry: ({ reentry }) => reentry,
  },
  step: () => ({ kind: "go", port: "next" }),
});

const pause = defineNode({
  ...base,
  type: "pause",
  settings: z.strictObject({ minutes: z.int().min(1) }),
  ports: next,
  waits: () => true,
  step: ({ minutes }, { now, enteredAt, after }) => {
    const until = after(enteredAt, minutes * 60_000);
    return now >= until ? { kind: "go", port: "next" } : { kind: "wait", until };
  },
});

const listen = defineNode({
  ...base,
  type: "listen",
  settings: z.strictObject({ event: z.string() }),
  ports: next,
  waits: () => true,
  step: ({ event }, { inputs }) =>
    inputs.some((input) => input.kind === "event" && input.event.name === event)
      ? { kind: "go", port: "next" }
      : { kind: "wait", forEvents: [event] },
});

const set = defineNode({
  ...base,
  type: "set",
  settings: z.strictObject({ attribute: z.string(), value: z.union([z.string(), z.number()]).nullable() }),
  ports: next,
  step: ({ attribute, value }) => ({ kind: "go", port: "next", changes: [{ attribute, value }] }),
});

const ask = defineNode({
  ...base,
  type: "ask",
  settings: z.strictObject({ attribute: z.string() }),
  ports: () => ["yes", "no"],
  optionalPorts: ["no"],
  reads: ({ attribute }) => ({ attributes: [attribute] }),
  step: ({ attribute }, { attributes }) => ({ kind: "go", port: attribute in attributes ? "yes" : "no" }),
});

const send = defineNode({
  ...base,
  type: "send",
  settings: z.strictObject({}),
  ports: next,
  step: () => ({ kind: "go", port: "next", effects: [{ kind: "email", slot: 0 }] }),
});

const tell = defineNode({
  ...base,
  type: "tell",
  settings: z.strictObject({ event: z.string() }),
  ports: next,
  emits: ({ event }) => [event],
  step: ({ event }) => ({
    kind: "go",
    port: "next",
    effects: [{ kind: "event", slot: 0, name: event, properties: {} }],
  }),
});

const finish = defineNode({
  ...base,
  type: "finish",
  settings: z.strictObject({ goal: z.boolean().default(false) }),
  ports: () => [],
  step: ({ goal }) => (goal ? { kind: "end", reached: "goal" } : { kind: "end" }),
});

/** Does what its settings say, also what no node should do. */
const odd = defineNode({
  ...base,
  type: "odd",
  settings: z.strictObject({ does: z.enum(["throw", "hold", "wait-for-nothing", "wait-in-past"]) }),
  ports: next,
  step: ({ does }, { now }): StepResult => {
    if (does === "throw") throw new Error("broken step");
    if (does === "hold") return { kind: "hold", code: "step.asked", params: { why: "unclear" } };
    return does === "wait-in-past" ? { kind: "wait", until: now } : { kind: "wait" };
  },
});

const toyTypeList: NodeType[] = [start, pause, listen, set, ask, send, tell, finish, odd];

export const toyTypes: NodeTypes = new Map(toyTypeList.map((type) => [type.type, type]));
