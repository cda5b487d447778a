import { chanceOf } from "./chance.ts";
import type { AttributeChange, Effect, JsonObject } from "./effect.ts";
import type { EventMemory, StepContext, StepInput, StepResult } from "./node-type.ts";
import type { Program, ProgramNode } from "./program.ts";

/** SPEC R12: a run that comes to one node more often than this within one advance is held for a person. */
export const MAX_VISITS_PER_NODE = 100;

/** Where a run stands. `step` counts the transitions taken; (run, step) names the visit to the current node. */
export type RunPosition = { node: number; step: number; nodeEnteredAt: Date; runEnteredAt: Date; isArrival: boolean };

export type RunCustomer = {
  /** The unit of chance: stable for the customer, whatever merges happen later. */
  unit: string;
  attributes: JsonObject;
  events: ReadonlyMap<string, EventMemory>;
  /** Node id -> variant from an earlier visit. */
  assignments: ReadonlyMap<string, string>;
};

/** One row of the step log: the run left `from` by `port` and came to `to`, or ended. `step` is the number after the transition. */
export type Transition = {
  kind: "moved" | "left" | "failed";
  step: number;
  from: number;
  port: string | undefined;
  to: number | undefined;
};

export type Advance = {
  status: "waiting" | "left" | "failed";
  node: number;
  step: number;
  nodeEnteredAt: Date;
  /** When the run has to be looked at again; undefined while only an event or an effect can wake it. */
  dueAt: Date | undefined;
  waitsForEvents: readonly string[];
  waitsForEffect: boolean;
  transitions: Transition[];
  /** `step` names the visit that asked for the effect. */
  effects: { effect: Effect; node: number; step: number }[];
  changes: AttributeChange[];
  assignments: { node: number; variant: string; step: number }[];
  reachedGoal: boolean;
  hold: { code: string; params: Record<string, string | number> } | undefined;
};

export type AdvanceOptions = {
  now: Date;
  inputs?: readonly StepInput[];
  /** How many times faster than real time the workspace's durations run; 1 outside demo and sandbox. */
  timeScale?: number;
};

/**
 * Walks one run from node to node until it waits or ends (SPEC R10-R13). Pure: the same arguments give the same result. A step
 * that throws holds this run alone (`step.threw`); what the run did before that node stays done.
 */
export function advance(
  program: Program,
  position: RunPosition,
  customer: RunCustomer,
  options: AdvanceOptions,
): Advance {
  const walk: Walk = { result: startFrom(position), context: startContext(position, customer, options), customer };
  let visits: Map<number, number> | undefined;
  for (let count = 1; ; count += 1) {
    const node = program.nodes[walk.result.node];
    if (node === undefined) return hold(walk.result, "step.missing", { node: walk.result.node });
    // Nearly every walk is short; only a long one has to count its visits per node.
    if (count > MAX_VISITS_PER_NODE) {
      visits ??= countVisits(position.node, walk.result.transitions);
      if (count > MAX_VISITS_PER_NODE + 1) visits.set(node.index, (visits.get(node.index) ?? 0) + 1);
      if ((visits.get(node.index) ?? 0) > MAX_VISITS_PER_NODE) {
        return hold(walk.result, "step.loop", { visits: MAX_VISITS_PER_NODE });
      }
    }
    if (visit(node, walk) === "stopped") return walk.result;
  }
}

/** A run under way: what it has done so far, and how the next step sees the world (one object, changed from visit to visit). */
type Walk = { result: Advance; context: StepContext; customer: RunCustomer };

function countVisits(start: number, transitions: readonly Transition[]): Map<number, number> {
  const visits = new Map([[start, 1]]);
  for (const { to } of transitions) if (to !== undefined) visits.set(to, (visits.get(to) ?? 0) + 1);
  return visits;
}

function visit(node: ProgramNode, walk: Walk): "moved" | "stopped" {
  const { result, context } = walk;
  context.nodeId = node.id;
  context.connectedPorts = node.connectedPorts;
  context.assignedVariant = walk.customer.assignments.get(node.id);
  const outcome = stepSafely(node, context);
  if (outcome.kind === "hold") {
    hold(result, outcome.code, outcome.params ?? {});
    return "stopped";
  }
  context.attributes = collect(result, node, outcome, context.attributes);
  if (outcome.kind === "wait") {
    waitHere(result, outcome, context.now);
    return "stopped";
  }
  const port = outcome.kind === "go" ? outcome.port : undefined;
  const target = port === undefined ? undefined : node.next.get(port);
  if (target === undefined) {
    leave(result, port, outcome.kind === "end" && outcome.reached === "goal");
    return "stopped";
  }
  result.step += 1;
  result.transitions.push({ kind: "moved", step: result.step, from: node.index, port, to: target });
  result.node = target;
  result.nodeEnteredAt = context.now;
  context.enteredAt = context.now;
  context.inputs = noInputs;
  context.isArrival = true;
  return "moved";
}

const noInputs: readonly StepInput[] = [];

function startFrom(position: RunPosition): Advance {
  return {
    status: "waiting",
    node: position.node,
    step: position.step,
    nodeEnteredAt: position.nodeEnteredAt,
    dueAt: undefined,
    waitsForEvents: [],
    waitsForEffect: false,
    transitions: [],
    effects: [],
    changes: [],
    assignments: [],
    reachedGoal: false,
    hold: undefined,
  };
}

function startContext(position: RunPosition, customer: RunCustomer, options: AdvanceOptions): StepContext {
  const { now, inputs = noInputs, timeScale = 1 } = options;
  return {
    nodeId: "",
    now,
    enteredAt: position.nodeEnteredAt,
    runEnteredAt: position.runEnteredAt,
    attributes: customer.attributes,
    events: customer.events,
    inputs,
    isArrival: position.isArrival,
    connectedPorts: noPorts,
    assignedVariant: undefined,
    chance: (salt) => chanceOf(salt, customer.unit),
    after: (from, milliseconds) => new Date(from.getTime() + milliseconds / timeScale),
  };
}

const noPorts: ReadonlySet<string> = new Set();

function stepSafely(node: ProgramNode, context: StepContext): StepResult {
  try {
    return node.bound.step(context);
  } catch (cause) {
    return {
      kind: "hold",
      code: "step.threw",
      params: { reason: cause instanceof Error ? cause.message.slice(0, 300) : "unknown" },
    };
  }
}

/** Takes over what the step asks for; returns the attributes as later steps of this walk see them. */
function collect(
  result: Advance,
  node: ProgramNode,
  outcome: Exclude<StepResult, { kind: "hold" }>,
  attributes: JsonObject,
): JsonObject {
  for (const effect of outcome.effects ?? []) result.effects.push({ effect, node: node.index, step: result.step });
  if (outcome.kind === "go" && outcome.assignment) {
    result.assignments.push({ node: node.index, variant: outcome.assignment.variant, step: result.step });
  }
  if (!outcome.changes || outcome.changes.length === 0) return attributes;
  const changed = { ...attributes };
  for (const change of outcome.changes) {
    result.changes.push(change);
    if (change.value === null) delete changed[change.attribute];
    else changed[change.attribute] = change.value;
  }
  return changed;
}

function waitHere(result: Advance, outcome: Extract<StepResult, { kind: "wait" }>, now: Date): Advance {
  result.dueAt = outcome.until;
  result.waitsForEvents = outcome.forEvents ?? [];
  result.waitsForEffect = outcome.forEffect ?? false;
  const canWake = result.dueAt !== undefined || result.waitsForEvents.length > 0 || result.waitsForEffect;
  if (!canWake) return hold(result, "step.never_wakes", {});
  // A wait that is already over would be claimed again at once and forever.
  if (result.dueAt !== undefined && result.dueAt.getTime() <= now.getTime())
    return hold(result, "step.waited_in_past", {});
  return result;
}

function leave(result: Advance, port: string | undefined, reachedGoal: boolean): Advance {
  result.step += 1;
  result.transitions.push({ kind: "left", step: result.step, from: result.node, port, to: undefined });
  result.status = "left";
  result.reachedGoal = reachedGoal;
  return result;
}

function hold(result: Advance, code: string, params: Record<string, string | number>): Advance {
  result.step += 1;
  result.transitions.push({ kind: "failed", step: result.step, from: result.node, port: undefined, to: undefined });
  result.status = "failed";
  result.dueAt = undefined;
  result.waitsForEvents = [];
  result.waitsForEffect = false;
  result.hold = { code, params };
  return result;
}
