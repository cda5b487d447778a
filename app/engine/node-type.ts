import type { z } from "zod";
import type { Assignment, AttributeChange, Effect, EffectOutcome, Json, JsonObject } from "./effect.ts";

/** How often a customer did an event, and when last; kept per customer and event name. */
export type EventMemory = { count: number; firstAt: Date; lastAt: Date };

/** An event that reached a waiting run. `at` is when it happened. */
export type StepEvent = { name: string; properties: JsonObject; at: Date };

/** What has reached the run since its last step was taken. */
export type StepInput = { kind: "event"; event: StepEvent } | { kind: "effect"; effect: EffectOutcome };

export type StepContext = {
  /** Id of this node in the graph; the same in every version. */
  nodeId: string;
  /** Database time of the pass. The engine has no other clock. */
  now: Date;
  /** When the run came to this node, and when it entered the journey. */
  enteredAt: Date;
  runEnteredAt: Date;
  attributes: JsonObject;
  /** Only events that the compiled program reads are present. */
  events: ReadonlyMap<string, EventMemory>;
  inputs: readonly StepInput[];
  /** True when the run has just come to this node, false when it is looked at again. */
  isArrival: boolean;
  /** Ports of this node that have an outgoing edge. */
  connectedPorts: ReadonlySet<string>;
  /** The variant this customer has at this node from earlier, if any. */
  assignedVariant: string | undefined;
  /** A number in [0, 1) that is always the same for this customer and this salt. */
  chance: (salt: string) => number;
  /** `from` plus a duration in the workspace's time (the demo lets days pass in minutes). */
  after: (from: Date, milliseconds: number) => Date;
};

export type StepResult =
  /** Leave by `port`. A port without an edge ends the run here (it has "left"). */
  | { kind: "go"; port: string; effects?: Effect[]; changes?: AttributeChange[]; assignment?: Assignment }
  /** Stay; look again at `until`, or when one of `forEvents` or the outcome of an effect arrives. */
  | {
      kind: "wait";
      until?: Date;
      forEvents?: string[];
      forEffect?: boolean;
      effects?: Effect[];
      changes?: AttributeChange[];
    }
  /** The journey ends here for this customer. */
  | { kind: "end"; reached?: "goal"; effects?: Effect[]; changes?: AttributeChange[] }
  /** A person has to decide; the run is held and shown with this reason. */
  | { kind: "hold"; code: string; params?: Record<string, string | number> };

/** Colour family on the canvas (ux.md §3). */
export type NodeFamily = "start" | "message" | "time" | "path" | "experiment" | "payment" | "people" | "data" | "end";

/** A fault in the settings that a marketer can fix; `code` is an i18n key below `problems.`, `field` a path in the settings. */
export type SettingsProblem = {
  code: string;
  field?: string;
  params?: Record<string, string | number>;
  severity: "error" | "warning";
};

/** Numbers a card can show (i18n key below `canvas.figure.`): counts of `NodeMetrics`, and the share of people that moved on. */
export const nodeMetrics = ["entered", "enteredToday", "here", "movedOn", "left", "failed", "movedOnShare"] as const;
type NodeMetric = (typeof nodeMetrics)[number];

/** How a node lets people in. `null`: by event name with a filter; manual entries have no event. */
type EntryRule<Settings> = {
  eventName: (settings: Settings) => string | undefined;
  accepts: (settings: Settings, event: StepEvent, attributes: JsonObject) => boolean;
  reentry: (settings: Settings) => Reentry;
};
/** `once`: never again. `after-exit`: again when no run of this journey is open. `always`: each matching event starts a run. */
export type Reentry = "once" | "after-exit" | "always";

export type NodeTypeDefinition<Type extends string, Schema extends z.ZodType> = {
  type: Type;
  family: NodeFamily;
  /** Complete settings; drafts that do not parse are reported by `checkGraph`, field by field. */
  settings: Schema;
  /** Settings of a freshly dropped node. May be incomplete, then `checkGraph` names what is missing. */
  defaults: JsonObject;
  /** Exits in the order they are drawn. Called with raw settings as well, so it must bear incomplete ones. */
  ports: (settings: JsonObject) => string[];
  /** Ports that need no edge: leaving by them ends the run. */
  optionalPorts?: readonly string[];
  /** Whether leaving by this port always takes time; a loop needs at least one such port. Called with raw settings as well. */
  waits?: (settings: JsonObject, port: string) => boolean;
  /** The numbers on the card, in order. */
  metrics: readonly NodeMetric[];
  entry?: EntryRule<z.infer<Schema>>;
  /** Faults that the schema cannot express. */
  check?: (settings: z.infer<Schema>) => SettingsProblem[];
  /** What the claim has to load for this node: names of top-level attributes, and of events whose memory is needed. */
  reads?: (settings: z.infer<Schema>) => { attributes?: string[]; events?: string[] };
  /** Names of events that a step may send back into Lotse. */
  emits?: (settings: z.infer<Schema>) => string[];
  step: (settings: z.infer<Schema>, context: StepContext) => StepResult;
};

/** A node type whose settings' type is known only to itself; `compile` parses before it steps. */
export type NodeType = {
  type: string;
  family: NodeFamily;
  settings: z.ZodType;
  defaults: JsonObject;
  ports: (settings: JsonObject) => string[];
  optionalPorts: readonly string[];
  waits: (settings: JsonObject, port: string) => boolean;
  metrics: readonly NodeMetric[];
  isEntry: boolean;
  /** Parses `raw` and binds behaviour to it; `faults` when the settings are incomplete or wrong. */
  bind: (raw: unknown) => { ok: true; node: BoundNode } | { ok: false; issues: z.core.$ZodIssue[] };
};

/** A node with its settings parsed, ready to run. */
export type BoundNode = {
  problems: SettingsProblem[];
  reads: { attributes: string[]; events: string[] };
  emits: string[];
  entry:
    | {
        eventName: string | undefined;
        reentry: Reentry;
        accepts: (event: StepEvent, attributes: JsonObject) => boolean;
      }
    | undefined;
  step: (context: StepContext) => StepResult;
};

/** Declares a node type; the returned value keeps the literal type name for the registry. */
export function defineNode<const Type extends string, Schema extends z.ZodType>(
  definition: NodeTypeDefinition<Type, Schema>,
): NodeType & { type: Type; schema: Schema } {
  const { entry } = definition;
  return {
    type: definition.type,
    family: definition.family,
    settings: definition.settings,
    schema: definition.settings,
    defaults: definition.defaults,
    ports: definition.ports,
    optionalPorts: definition.optionalPorts ?? [],
    waits: definition.waits ?? (() => false),
    metrics: definition.metrics,
    isEntry: entry !== undefined,
    bind: (raw) => {
      const parsed = definition.settings.safeParse(raw);
      if (!parsed.success) return { ok: false, issues: parsed.error.issues };
      const settings = parsed.data;
      const reads = definition.reads?.(settings) ?? {};
      return {
        ok: true,
        node: {
          problems: definition.check?.(settings) ?? [],
          reads: { attributes: reads.attributes ?? [], events: reads.events ?? [] },
          emits: definition.emits?.(settings) ?? [],
          entry: entry && {
            eventName: entry.eventName(settings),
            reentry: entry.reentry(settings),
            accepts: (event, attributes) => entry.accepts(settings, event, attributes),
          },
          step: (context) => definition.step(settings, context),
        },
      };
    },
  };
}

/** Reads a nested attribute by dotted path; undefined where a part is missing. */
export function readPath(values: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = values;
  for (const part of path.split(".")) {
    if (current === null || typeof current !== "object" || Array.isArray(current)) return undefined;
    current = Object.hasOwn(current, part) ? current[part] : undefined;
  }
  return current;
}
