import { z } from "zod";
import { evaluateFilter, propertyFilterSchema } from "../../engine/condition.ts";
import { defineNode, type SettingsProblem, type StepContext } from "../../engine/node-type.ts";
import { checkDuration, durationMs, durationShape } from "../duration.ts";
import { eventNameSchema } from "../setting-schemas.ts";

const settingsSchema = z.strictObject({
  eventName: eventNameSchema,
  filter: propertyFilterSchema.default({ match: "all", rules: [] }),
  /** The limit. */
  ...durationShape,
  /** From when an event counts: from arrival at this step, or from entering the journey. */
  since: z.enum(["step", "entry"]).default("step"),
});
type Settings = z.infer<typeof settingsSchema>;

/** Waits until the customer does an event, at most until the limit. */
export const waitForEventNode = defineNode({
  type: "wait-for-event",
  family: "time",
  settings: settingsSchema,
  defaults: { amount: 2, unit: "days", since: "step" },
  ports: () => ["happened", "timed-out"],
  waits: ({ since }, port) => port === "timed-out" || since !== "entry",
  metrics: ["entered", "here", "movedOnShare"],
  check: (settings) => [...checkDuration(settings), ...checkScope(settings)],
  reads: ({ eventName, filter }) => (filter.rules.length === 0 ? { events: [eventName] } : {}),
  step: (settings, context) => {
    const until = context.after(context.enteredAt, durationMs(settings));
    if (hasReached(settings, context, until) || isRemembered(settings, context, until)) {
      return { kind: "go", port: "happened" };
    }
    if (context.now >= until) return { kind: "go", port: "timed-out" };
    return { kind: "wait", until, forEvents: [settings.eventName] };
  },
});

// The event memory has no properties, so it cannot tell whether an earlier event passed the filter.
function checkScope({ since, filter }: Settings): SettingsProblem[] {
  if (since === "step" || filter.rules.length === 0) return [];
  return [{ code: "filter_needs_step_scope", field: "since", severity: "error" }];
}

// SPEC R41: an event counts up to the limit, however late the worker looks.
function hasReached({ eventName, filter }: Settings, { inputs, now }: StepContext, until: Date): boolean {
  return inputs.some(
    (input) =>
      input.kind === "event" &&
      input.event.name === eventName &&
      Math.min(input.event.at.getTime(), now.getTime()) <= until.getTime() &&
      evaluateFilter(filter, input.event.properties),
  );
}

function isRemembered({ eventName, filter, since }: Settings, context: StepContext, until: Date): boolean {
  if (filter.rules.length > 0 || (since === "step" && context.isArrival)) return false;
  const memory = context.events.get(eventName);
  const from = since === "entry" ? context.runEnteredAt : context.enteredAt;
  return memory !== undefined && memory.lastAt >= from && memory.lastAt <= until;
}
