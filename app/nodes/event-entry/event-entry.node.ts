import { z } from "zod";
import { evaluateFilter, propertyFilterSchema } from "../../engine/condition.ts";
import { defineNode } from "../../engine/node-type.ts";
import { eventNameSchema, reentrySchema } from "../setting-schemas.ts";

/** Lets a customer in when an event happens whose properties pass the filter. */
export const eventEntryNode = defineNode({
  type: "event-entry",
  family: "start",
  settings: z.strictObject({
    eventName: eventNameSchema,
    filter: propertyFilterSchema.default({ match: "all", rules: [] }),
    reentry: reentrySchema.default("once"),
  }),
  defaults: { reentry: "once" },
  ports: () => ["next"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  entry: {
    eventName: ({ eventName }) => eventName,
    accepts: ({ eventName, filter }, event) => event.name === eventName && evaluateFilter(filter, event.properties),
    reentry: ({ reentry }) => reentry,
  },
  step: () => ({ kind: "go", port: "next" }),
});
