import { z } from "zod";
import { defineNode } from "../../engine/node-type.ts";
import { reentrySchema } from "../setting-schemas.ts";

/** Lets in the customers that a person or the API enrols; no event does. */
export const manualEntryNode = defineNode({
  type: "manual-entry",
  family: "start",
  settings: z.strictObject({ reentry: reentrySchema.default("once") }),
  defaults: { reentry: "once" },
  ports: () => ["next"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  entry: {
    eventName: () => undefined,
    accepts: () => false,
    reentry: ({ reentry }) => reentry,
  },
  step: () => ({ kind: "go", port: "next" }),
});
