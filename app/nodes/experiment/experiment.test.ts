import fc from "fast-check";
import { expect, test } from "vitest";
import { chanceOf } from "../../engine/chance.ts";
import { aVisit, faultsOf, stepOf } from "../example-step.ts";
import { experimentNode } from "./experiment.node.ts";

const variants = (...weights: number[]) =>
  weights.map((weight, index) => ({ id: `v${index}`, label: `V${index}`, weight }));
const variantOf = (settings: unknown, unit: string, nodeId = "step-1"): string => {
  const result = stepOf(experimentNode, settings, aVisit({ unit, nodeId }));
  return result.kind === "go" ? result.port : "";
};

test("R21 a variant from before is kept and not assigned again, whatever the weights are now", () => {
  const context = aVisit({ assignedVariant: "v1" });
  expect(stepOf(experimentNode, { variants: variants(100, 0) }, context)).toEqual({ kind: "go", port: "v1" });
});

test("R21 when the variant is gone the person is dealt anew", () => {
  const result = stepOf(experimentNode, { variants: variants(100, 0) }, aVisit({ assignedVariant: "removed" }));
  expect(result).toEqual({ kind: "go", port: "v0", assignment: { variant: "v0" } });
});

test("R22 people are dealt by cumulative weight over their chance", () => {
  const settings = { variants: variants(20, 0, 50, 30), salt: "offer" };
  for (let person = 0; person < 500; person += 1) {
    const percent = chanceOf("offer", `p${person}`) * 100;
    const expected = percent < 20 ? "v0" : percent < 70 ? "v2" : "v3";
    expect(variantOf(settings, `p${person}`)).toBe(expected);
  }
});

test("R22 every share comes within four standard deviations of its weight, and 0 takes nobody", () => {
  const people = 5_000;
  const anyWeights = fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 9 })
    .map((cuts) => [0, ...cuts.sort((a, b) => a - b), 100])
    .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)));
  fc.assert(
    fc.property(anyWeights, fc.integer({ min: 0, max: 50 }), (weights, salt) => {
      const counts = new Map<string, number>();
      const settings = { variants: variants(...weights), salt: `salt-${salt}` };
      for (let person = 0; person < people; person += 1) {
        const variant = variantOf(settings, `p${person}`);
        counts.set(variant, (counts.get(variant) ?? 0) + 1);
      }
      for (const [index, weight] of weights.entries()) {
        const deviation = Math.sqrt((people * weight * (100 - weight)) / 10_000);
        expect(Math.abs((counts.get(`v${index}`) ?? 0) - (people * weight) / 100)).toBeLessThanOrEqual(4.5 * deviation);
      }
    }),
    { seed: 22, numRuns: 15 },
  );
});

test("R23 two experiments deal independently; without a salt the node's id is the salt", () => {
  const halves = { variants: variants(50, 50) };
  const people = 4_000;
  let both = 0;
  for (let person = 0; person < people; person += 1) {
    if (variantOf(halves, `p${person}`, "one") === "v0" && variantOf(halves, `p${person}`, "two") === "v0") both += 1;
  }
  // A quarter of the people; the standard deviation is 27.
  expect(Math.abs(both - people / 4)).toBeLessThan(110);
  expect(variantOf(halves, "p1", "one")).toBe(variantOf({ ...halves, salt: "one" }, "p1", "two"));
});

test("faults are named", () => {
  expect(faultsOf(experimentNode, { variants: variants(50, 40) })).toEqual(["variants weights_not_100"]);
  expect(faultsOf(experimentNode, { variants: variants(100) })).toEqual(["variants too_few"]);
  expect(faultsOf(experimentNode, { variants: variants(...new Array(11).fill(10)) })).toEqual(["variants too_many"]);
  expect(faultsOf(experimentNode, { variants: [...variants(50), { id: "v0", label: "", weight: 49.5 }] })).toEqual([
    "variants.1.label name_missing",
    "variants.1.weight not_integer",
  ]);
  expect(faultsOf(experimentNode, { variants: [...variants(50), ...variants(50)] })).toEqual([
    "variants.1.id repeated_id",
  ]);
  expect(faultsOf(experimentNode, experimentNode.defaults)).toEqual([]);
});
