import { z } from "zod";
import {
  type Comparison,
  compare,
  comparisonSchema,
  comparisonShape,
  type Refinement,
  refineComparison,
} from "./comparison.ts";
import type { JsonObject } from "./effect.ts";
import type { EventMemory } from "./node-type.ts";
import { isStorableText } from "./text.ts";

const MINUTE_MS = 60_000;

const eventConditionShape = {
  event: z
    .string()
    .max(200)
    .refine(isStorableText)
    .refine((name) => name.trim() !== "", { params: { code: "event_missing" } }),
  did: z.boolean(),
  scope: z.enum(["ever", "since-entry", "within"]).default("ever"),
  withinMinutes: z
    .int()
    .min(1)
    .max(525_600 * 5)
    .optional(),
  atLeast: z.int().min(1).max(1_000_000).default(1),
};

/** Whether the customer did an event: ever, since entering the journey, or within the last minutes. */
const eventConditionSchema = z.strictObject(eventConditionShape).superRefine(refineEventCondition);
type EventCondition = z.infer<typeof eventConditionSchema>;

const conditionRuleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("attribute"), ...comparisonShape }).superRefine(refineComparison),
  z.strictObject({ kind: z.literal("event"), ...eventConditionShape }).superRefine(refineEventCondition),
]);
type ConditionRule = z.infer<typeof conditionRuleSchema>;

export const conditionSchema = z.strictObject({
  match: z.enum(["all", "any"]).default("all"),
  rules: z
    .array(conditionRuleSchema)
    .max(50)
    .refine((rules) => rules.length > 0, { params: { code: "rule_missing" } }),
});
export type Condition = z.infer<typeof conditionSchema>;

/** A filter over the properties of one event; no rules accept every event. */
export const propertyFilterSchema = z.strictObject({
  match: z.enum(["all", "any"]).default("all"),
  rules: z.array(comparisonSchema).max(50).default([]),
});
export type PropertyFilter = z.infer<typeof propertyFilterSchema>;

export type ConditionContext = {
  attributes: JsonObject;
  events: ReadonlyMap<string, EventMemory>;
  now: Date;
  runEnteredAt: Date;
  /** `from` plus a duration in the workspace's time; real time when absent. */
  after?: (from: Date, milliseconds: number) => Date;
};

type EventConditionInput = { scope: EventCondition["scope"]; withinMinutes?: number | undefined; atLeast: number };
// The event memory keeps a count over all time and the last time only, so "three times in the last week" cannot be answered from it.
function refineEventCondition({ scope, withinMinutes, atLeast }: EventConditionInput, refinement: Refinement): void {
  const fault = (field: string, code: string): void =>
    refinement.addIssue({ code: "custom", path: [field], params: { code } });
  if (scope !== "ever" && atLeast > 1) fault("atLeast", "count_needs_ever");
  if (scope === "within" && withinMinutes === undefined) fault("withinMinutes", "value_missing");
}

/** SPEC R30-R33: whether the customer meets the condition now. Never throws; a missing value equals nothing. */
export function evaluateCondition(condition: Condition, context: ConditionContext): boolean {
  const holds = (rule: ConditionRule): boolean =>
    rule.kind === "attribute" ? compare(rule, context.attributes) : evaluateEvent(rule, context);
  return condition.match === "any" ? condition.rules.some(holds) : condition.rules.every(holds);
}

/** SPEC R34: whether the properties of an event pass the filter; a filter without rules passes all. Never throws. */
export function evaluateFilter(filter: PropertyFilter, properties: JsonObject): boolean {
  if (filter.rules.length === 0) return true;
  const holds = (rule: Comparison): boolean => compare(rule, properties);
  return filter.match === "any" ? filter.rules.some(holds) : filter.rules.every(holds);
}

/** The top-level attributes and the events whose memory the condition needs. */
export function readsOf(condition: Condition): { attributes: string[]; events: string[] } {
  const attributes = new Set<string>();
  const events = new Set<string>();
  for (const rule of condition.rules) {
    if (rule.kind === "attribute") attributes.add(rootOf(rule.field));
    else events.add(rule.event);
  }
  return { attributes: [...attributes].sort(), events: [...events].sort() };
}

/** The top-level attribute behind a dotted path. */
function rootOf(path: string): string {
  const dot = path.indexOf(".");
  return dot === -1 ? path : path.slice(0, dot);
}

function evaluateEvent(rule: EventCondition, context: ConditionContext): boolean {
  return happened(rule, context) === rule.did;
}

function happened(rule: EventCondition, { events, now, runEnteredAt, after }: ConditionContext): boolean {
  const memory = events.get(rule.event);
  if (memory === undefined || memory.count < rule.atLeast) return false;
  if (rule.scope === "ever") return true;
  if (rule.scope === "since-entry") return memory.lastAt.getTime() >= runEnteredAt.getTime();
  const withinMs = (rule.withinMinutes ?? 0) * MINUTE_MS;
  const until = after ? after(memory.lastAt, withinMs).getTime() : memory.lastAt.getTime() + withinMs;
  return until >= now.getTime();
}
