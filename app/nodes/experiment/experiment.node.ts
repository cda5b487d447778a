import { z } from "zod";
import { defineNode, type SettingsProblem } from "../../engine/node-type.ts";
import { checkItemIds, listedPorts } from "../listed-ports.ts";
import { portIdSchema, requiredText, storableText } from "../setting-schemas.ts";

export const MAX_VARIANTS = 10;

const variantSchema = z.strictObject({
  id: portIdSchema,
  label: requiredText(60, "name_missing"),
  /** Percent of the people; 0 takes nobody new. */
  weight: z.int().min(0).max(100),
});

/** Splits customers at random by weight; each keeps a variant for good (SPEC R21, R22). */
export const experimentNode = defineNode({
  type: "experiment",
  family: "experiment",
  settings: z.strictObject({
    variants: z.array(variantSchema).min(2).max(MAX_VARIANTS),
    /** Separates this split from others; the node's id when empty. Changing it deals people anew. */
    salt: storableText(64).optional(),
  }),
  defaults: {
    variants: [
      { id: "a", label: "A", weight: 50 },
      { id: "b", label: "B", weight: 50 },
    ],
  },
  ports: ({ variants }) => listedPorts(variants),
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ variants }) => [...checkItemIds("variants", variants), ...checkWeights(variants)],
  step: ({ variants, salt }, { assignedVariant, chance, nodeId }) => {
    if (assignedVariant !== undefined && variants.some(({ id }) => id === assignedVariant)) {
      return { kind: "go", port: assignedVariant };
    }
    const variant = drawVariant(variants, chance(salt ? salt : nodeId));
    return { kind: "go", port: variant, assignment: { variant } };
  },
});

type Variant = z.infer<typeof variantSchema>;

function checkWeights(variants: readonly Variant[]): SettingsProblem[] {
  const sum = variants.reduce((total, { weight }) => total + weight, 0);
  return sum === 100 ? [] : [{ code: "weights_not_100", field: "variants", params: { sum }, severity: "error" }];
}

function drawVariant(variants: readonly Variant[], chance: number): string {
  let upTo = 0;
  for (const { id, weight } of variants) {
    upTo += weight;
    if (chance * 100 < upTo) return id;
  }
  throw new Error("The weights sum to less than 100");
}
