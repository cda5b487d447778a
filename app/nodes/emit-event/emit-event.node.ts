import { z } from "zod";
import type { JsonObject } from "../../engine/effect.ts";
import { defineNode, type SettingsProblem } from "../../engine/node-type.ts";
import { eventNameSchema, literalSchema, requiredText } from "../setting-schemas.ts";

const propertySchema = z.strictObject({ name: requiredText(120, "name_missing"), value: literalSchema });

/** Sends an event of the customer back into Lotse, where entries and waits can react to it. */
export const emitEventNode = defineNode({
  type: "emit-event",
  family: "data",
  settings: z.strictObject({ eventName: eventNameSchema, properties: z.array(propertySchema).max(50).default([]) }),
  defaults: {},
  ports: () => ["next"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ properties }) => checkNames(properties.map(({ name }) => name)),
  emits: ({ eventName }) => [eventName],
  step: ({ eventName, properties }) => ({
    kind: "go",
    port: "next",
    effects: [{ kind: "event", slot: 0, name: eventName, properties: toObject(properties) }],
  }),
});

function toObject(properties: readonly z.infer<typeof propertySchema>[]): JsonObject {
  return Object.fromEntries(properties.map(({ name, value }) => [name, value]));
}

function checkNames(names: readonly string[]): SettingsProblem[] {
  return names.flatMap((name, index): SettingsProblem[] =>
    names.indexOf(name) < index
      ? [{ code: "repeated_property", field: `properties.${index}.name`, params: { name }, severity: "error" }]
      : [],
  );
}
