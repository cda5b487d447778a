import { expect, test } from "vitest";
import { minutesAfterNoon, noon } from "../../engine/example-journeys.ts";
import { aLaterLook, aVisit, faultsOf, stepOf } from "../example-step.ts";
import { delayNode } from "./delay.node.ts";

test.each([
  [{ amount: 5, unit: "minutes" }, 5],
  [{ amount: 3, unit: "hours" }, 180],
  [{ amount: 2, unit: "days" }, 2_880],
])("R40 %j is %d minutes from arrival", (settings, minutes) => {
  expect(stepOf(delayNode, settings)).toEqual({ kind: "wait", until: minutesAfterNoon(minutes) });
  expect(stepOf(delayNode, settings, aLaterLook(minutes))).toEqual({ kind: "go", port: "next" });
});

test("looked at too early it waits on for the same time", () => {
  const settings = { amount: 5, unit: "minutes" };
  expect(stepOf(delayNode, settings, aLaterLook(4))).toEqual({ kind: "wait", until: minutesAfterNoon(5) });
});

test("R40 the demo lets days pass in minutes", () => {
  expect(stepOf(delayNode, { amount: 1, unit: "days" }, aVisit({ timeScale: 1_440 }))).toEqual({
    kind: "wait",
    until: new Date(noon.getTime() + 60_000),
  });
});

test("faults are named", () => {
  expect(faultsOf(delayNode, { amount: 0, unit: "weeks" })).toEqual(["amount too_low", "unit invalid_choice"]);
  expect(faultsOf(delayNode, { amount: 1.5, unit: "days" })).toEqual(["amount not_integer"]);
  expect(faultsOf(delayNode, { amount: null, unit: "days" })).toEqual(["amount missing"]);
  expect(faultsOf(delayNode, { amount: 1_826, unit: "days" })).toEqual(["amount duration_too_long"]);
});
