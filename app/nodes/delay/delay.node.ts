import { z } from "zod";
import { defineNode } from "../../engine/node-type.ts";
import { checkDuration, durationMs, durationShape } from "../duration.ts";

/** Waits a fixed time from arrival. */
export const delayNode = defineNode({
  type: "delay",
  family: "time",
  settings: z.strictObject(durationShape),
  defaults: { amount: 1, unit: "days" },
  ports: () => ["next"],
  waits: () => true,
  metrics: ["entered", "here", "movedOnShare"],
  check: checkDuration,
  step: (settings, context) => {
    const until = context.after(context.enteredAt, durationMs(settings));
    return context.now >= until ? { kind: "go", port: "next" } : { kind: "wait", until };
  },
});
