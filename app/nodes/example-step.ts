import { chanceOf } from "../engine/chance.ts";
import { minutesAfterNoon, noon } from "../engine/example-journeys.ts";
import type { BoundNode, NodeType, StepContext, StepInput, StepResult } from "../engine/node-type.ts";
import { settingsFaults } from "../engine/settings-faults.ts";

/** Builders for the tests of node types. */

/** A visit: customer-1 has just come to the node "step-1" at noon, an hour after entering the journey; all defaults can be replaced. */
export function aVisit(overrides: Partial<StepContext> & { unit?: string; timeScale?: number } = {}): StepContext {
  const { unit = "customer-1", timeScale = 1, ...context } = overrides;
  return {
    nodeId: "step-1",
    now: noon,
    enteredAt: noon,
    runEnteredAt: minutesAfterNoon(-60),
    attributes: {},
    events: new Map(),
    inputs: [],
    isArrival: true,
    connectedPorts: new Set(["next"]),
    assignedVariant: undefined,
    chance: (salt) => chanceOf(salt, unit),
    after: (from, milliseconds) => new Date(from.getTime() + milliseconds / timeScale),
    ...context,
  };
}

/** A later look at the same visit. */
export function aLaterLook(minutes: number, overrides: Parameters<typeof aVisit>[0] = {}): StepContext {
  return aVisit({ now: minutesAfterNoon(minutes), isArrival: false, ...overrides });
}

/** An event that reached the run some minutes after noon. */
export function anEventInput(name: string, minutes: number, properties = {}): StepInput {
  return { kind: "event", event: { name, properties, at: minutesAfterNoon(minutes) } };
}

/** The node with these settings; throws the faults when they are incomplete. */
export function bound(type: NodeType, settings: unknown): BoundNode {
  const result = type.bind(settings);
  if (!result.ok) throw new Error(JSON.stringify(settingsFaults(result.issues, settings)));
  return result.node;
}

/** One step of a node with these settings. */
export function stepOf(type: NodeType, settings: unknown, context: StepContext = aVisit()): StepResult {
  return bound(type, settings).step(context);
}

/** `field code` of every fault in the settings, from the schema and from the node's own check. */
export function faultsOf(type: NodeType, settings: unknown): string[] {
  const result = type.bind(settings);
  const faults = result.ok ? result.node.problems : settingsFaults(result.issues, settings);
  return faults.map(({ field, code }) => `${field} ${code}`);
}
