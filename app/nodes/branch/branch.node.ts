import { z } from "zod";
import { conditionSchema, evaluateCondition, readsOf } from "../../engine/condition.ts";
import { defineNode } from "../../engine/node-type.ts";
import { checkItemIds, listedPorts } from "../listed-ports.ts";
import { portIdSchema, storableText } from "../setting-schemas.ts";

const ELSE_PORT = "else";
export const MAX_PATHS = 20;

/** Sends each customer down the first path whose condition holds, else down `else`. */
export const branchNode = defineNode({
  type: "branch",
  family: "path",
  settings: z.strictObject({
    paths: z
      .array(z.strictObject({ id: portIdSchema, label: storableText(60).default(""), condition: conditionSchema }))
      .min(1)
      .max(MAX_PATHS),
  }),
  defaults: { paths: [{ id: "yes", label: "", condition: { match: "all", rules: [] } }] },
  ports: ({ paths }) => [...listedPorts(paths).filter((id) => id !== ELSE_PORT), ELSE_PORT],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ paths }) => checkItemIds("paths", paths, [ELSE_PORT]),
  reads: ({ paths }) => {
    const reads = paths.map((path) => readsOf(path.condition));
    return { attributes: reads.flatMap((read) => read.attributes), events: reads.flatMap((read) => read.events) };
  },
  step: ({ paths }, context) => {
    const taken = paths.find((path) => evaluateCondition(path.condition, context));
    return { kind: "go", port: taken?.id ?? ELSE_PORT };
  },
});
