import { z } from "zod";
import { defineNode, type SettingsProblem } from "../../engine/node-type.ts";
import { literalSchema, requiredText } from "../setting-schemas.ts";

/** Identity is changed by identify and alias calls only; the others are no plain names in JavaScript. */
const reservedAttributes = new Set([
  "id",
  "userId",
  "anonymousId",
  "externalId",
  "__proto__",
  "constructor",
  "prototype",
]);

const changeSchema = z.strictObject({
  // A dot reads into an object, so a name with one could be written but never read.
  attribute: requiredText(120, "attribute_missing").refine((name) => !name.includes("."), {
    params: { code: "attribute_with_dot" },
  }),
  /** null removes the attribute. */
  value: literalSchema.nullable(),
});

/** Sets or removes attributes of the customer; later steps see the new values at once. */
export const updateAttributeNode = defineNode({
  type: "update-attribute",
  family: "data",
  settings: z.strictObject({ changes: z.array(changeSchema).min(1).max(20) }),
  defaults: { changes: [{ attribute: "", value: "" }] },
  ports: () => ["next"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ changes }) => checkNames(changes.map(({ attribute }) => attribute)),
  step: ({ changes }) => ({ kind: "go", port: "next", changes }),
});

function checkNames(names: readonly string[]): SettingsProblem[] {
  return names.flatMap((name, index): SettingsProblem[] => {
    const fault = (code: string): SettingsProblem[] => [
      { code, field: `changes.${index}.attribute`, params: { name }, severity: "error" },
    ];
    if (reservedAttributes.has(name)) return fault("reserved_attribute");
    return names.indexOf(name) < index ? fault("repeated_attribute") : [];
  });
}
