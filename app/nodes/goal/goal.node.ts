import { z } from "zod";
import { defineNode } from "../../engine/node-type.ts";
import { storableText } from "../setting-schemas.ts";

/** Ends the journey and counts the customer as having reached its goal. */
export const goalNode = defineNode({
  type: "goal",
  family: "end",
  settings: z.strictObject({ name: storableText(120).default("") }),
  defaults: {},
  ports: () => [],
  metrics: ["entered", "enteredToday"],
  step: () => ({ kind: "end", reached: "goal" }),
});
