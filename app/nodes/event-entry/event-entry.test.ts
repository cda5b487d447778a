import { expect, test } from "vitest";
import { noon } from "../../engine/example-journeys.ts";
import { bound, faultsOf, stepOf } from "../example-step.ts";
import { eventEntryNode } from "./event-entry.node.ts";

const proOnly = {
  eventName: "Trial started",
  filter: { rules: [{ field: "plan", operator: "equals", value: "pro" }] },
};
const started = (properties: Record<string, string>, name = "Trial started") => ({ name, properties, at: noon });

test("R44 it accepts its own event when the filter passes, and no other", () => {
  const entry = bound(eventEntryNode, proOnly).entry;
  expect(entry?.accepts(started({ plan: "pro" }), {})).toBe(true);
  expect(entry?.accepts(started({ plan: "free" }), {})).toBe(false);
  expect(entry?.accepts(started({ plan: "pro" }, "trial started"), {})).toBe(false);
});

test("R44 without a filter every such event counts, once per person by default", () => {
  const entry = bound(eventEntryNode, { eventName: "Trial started" }).entry;
  expect(entry?.accepts(started({}), {})).toBe(true);
  expect(entry).toMatchObject({ eventName: "Trial started", reentry: "once" });
});

test("people go straight on", () => {
  expect(stepOf(eventEntryNode, proOnly)).toEqual({ kind: "go", port: "next" });
});

test("a missing event, a broken filter and an unknown way of starting again are named", () => {
  expect(faultsOf(eventEntryNode, {})).toEqual(["eventName missing"]);
  expect(faultsOf(eventEntryNode, { eventName: "  " })).toEqual(["eventName missing"]);
  expect(faultsOf(eventEntryNode, { eventName: "x", filter: { rules: [{ field: "", operator: "equals" }] } })).toEqual([
    "filter.rules.0.field field_missing",
    "filter.rules.0.value value_missing",
  ]);
  expect(faultsOf(eventEntryNode, { eventName: "x", reentry: "often" })).toEqual(["reentry invalid_choice"]);
});
