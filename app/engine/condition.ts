import { z } from "zod";
import type { JsonObject } from "./effect.ts";
import type { EventMemory } from "./node-type.ts";

const pathSchema = z.string().min(1).max(120);

export const comparisonOperators = [
  "equals", "not-equals", "contains", "not-contains", "greater", "greater-or-equal", "less", "less-or-equal",
  "exists", "not-exists", "in", "not-in", "before", "after",
] as const;

/** Compares one value (an attribute, or a property of an event) with a fixed one. */
export const comparisonSchema = z.strictObject({
  field: pathSchema,
  operator: z.enum(comparisonOperators),
  /** Unused by exists and not-exists; a list for in and not-in; an ISO time for before and after. */
  value: z.union([z.string().max(1_000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]).optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** Whether the customer did an event: ever, since entering the journey, or within the last minutes. */
export const eventConditionSchema = z.strictObject({
  event: z.string().min(1).max(200),
  did: z.boolean(),
  scope: z.enum(["ever", "since-entry", "within"]).default("ever"),
  withinMinutes: z.int().min(1).max(525_600 * 5).optional(),
  atLeast: z.int().min(1).max(1_000_000).default(1),
});
export type EventCondition = z.infer<typeof eventConditionSchema>;

export const conditionSchema = z.strictObject({
  match: z.enum(["all", "any"]).default("all"),
  rules: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("attribute"), ...comparisonSchema.shape }),
        z.strictObject({ kind: z.literal("event"), ...eventConditionSchema.shape }),
      ]),
    )
    .min(1)
    .max(50),
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
};
