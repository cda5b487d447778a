import { expect, test } from "vitest";
import { minutesAfterNoon } from "../../engine/example-journeys.ts";
import { aLaterLook, anEventInput, aVisit, bound, faultsOf, stepOf } from "../example-step.ts";
import { waitForEventNode } from "./wait-for-event.node.ts";

const paid = { eventName: "paid", amount: 60, unit: "minutes" };
const large = { ...paid, filter: { rules: [{ field: "total", operator: "greater", value: 100 }] } };
const waits = { kind: "wait", until: minutesAfterNoon(60), forEvents: ["paid"] };
const happened = { kind: "go", port: "happened" };
const timedOut = { kind: "go", port: "timed-out" };

const remembered = (minutes: number) => {
  const at = minutesAfterNoon(minutes);
  return new Map([["paid", { count: 1, firstAt: at, lastAt: at }]]);
};

test("it waits for its event, at most until the limit", () => {
  expect(stepOf(waitForEventNode, paid)).toEqual(waits);
  expect(stepOf(waitForEventNode, paid, aLaterLook(30))).toEqual(waits);
});

test("R41 an event in time goes on by `happened`", () => {
  expect(stepOf(waitForEventNode, paid, aLaterLook(10, { inputs: [anEventInput("paid", 10)] }))).toEqual(happened);
});

test("R41 at the limit without the event it times out", () => {
  expect(stepOf(waitForEventNode, paid, aLaterLook(60))).toEqual(timedOut);
});

test("R41 however late the worker looks, an event before the limit counts and one after it does not", () => {
  expect(stepOf(waitForEventNode, paid, aLaterLook(600, { inputs: [anEventInput("paid", 60)] }))).toEqual(happened);
  expect(stepOf(waitForEventNode, paid, aLaterLook(600, { inputs: [anEventInput("paid", 61)] }))).toEqual(timedOut);
});

test("R41 an event from a clock that runs ahead counts as now", () => {
  expect(stepOf(waitForEventNode, paid, aLaterLook(10, { inputs: [anEventInput("paid", 999)] }))).toEqual(happened);
});

test("an event that the filter refuses is not the one", () => {
  const inputs = [anEventInput("paid", 10, { total: 100 }), anEventInput("other", 10, { total: 500 })];
  expect(stepOf(waitForEventNode, large, aLaterLook(10, { inputs }))).toEqual(waits);
  expect(
    stepOf(waitForEventNode, large, aLaterLook(10, { inputs: [...inputs, anEventInput("paid", 10, { total: 101 })] })),
  ).toEqual(happened);
});

test("R43 since entry it goes on at once when the event has happened since the journey began", () => {
  const sinceEntry = { ...paid, since: "entry" };
  expect(stepOf(waitForEventNode, sinceEntry, aVisit({ events: remembered(-60) }))).toEqual(happened);
  expect(stepOf(waitForEventNode, sinceEntry, aVisit({ events: remembered(-61) }))).toEqual(waits);
});

test("an event that slipped in between arrival and waiting is found in the memory", () => {
  expect(stepOf(waitForEventNode, paid, aVisit({ events: remembered(-5) }))).toEqual(waits);
  expect(stepOf(waitForEventNode, paid, aLaterLook(60, { events: remembered(-5) }))).toEqual(timedOut);
  expect(stepOf(waitForEventNode, paid, aLaterLook(60, { events: remembered(1) }))).toEqual(happened);
  expect(stepOf(waitForEventNode, paid, aLaterLook(90, { events: remembered(61) }))).toEqual(timedOut);
});

test("it reads the memory only where the memory can answer", () => {
  expect(bound(waitForEventNode, paid).reads.events).toEqual(["paid"]);
  expect(bound(waitForEventNode, large).reads.events).toEqual([]);
});

test("looking back to the start of the journey with a filter is refused", () => {
  expect(faultsOf(waitForEventNode, { ...large, since: "entry" })).toEqual(["since filter_needs_step_scope"]);
});

test("only the exit `happened` of a wait since entry may take no time", () => {
  const takesTime = (since: string) =>
    ["happened", "timed-out"].map((port) => waitForEventNode.waits({ ...paid, since }, port));
  expect(takesTime("step")).toEqual([true, true]);
  expect(takesTime("entry")).toEqual([false, true]);
});
