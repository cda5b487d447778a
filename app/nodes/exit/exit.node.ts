import { z } from "zod";
import { defineNode } from "../../engine/node-type.ts";
import { storableText } from "../setting-schemas.ts";

/** Ends the journey without a goal. */
export const exitNode = defineNode({
  type: "exit",
  family: "end",
  settings: z.strictObject({ reason: storableText(200).default("") }),
  defaults: {},
  ports: () => [],
  metrics: ["entered", "enteredToday"],
  step: () => ({ kind: "end" }),
});
