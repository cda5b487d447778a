import { expect, test } from "vitest";
import { bound, faultsOf, stepOf } from "../example-step.ts";
import { emitEventNode } from "./emit-event.node.ts";

test("the event goes out once with its properties, and the person goes on", () => {
  const settings = {
    eventName: "Became lead",
    properties: [
      { name: "score", value: 80 },
      { name: "source", value: "trial" },
    ],
  };
  expect(stepOf(emitEventNode, settings)).toEqual({
    kind: "go",
    port: "next",
    effects: [{ kind: "event", slot: 0, name: "Became lead", properties: { score: 80, source: "trial" } }],
  });
  expect(bound(emitEventNode, settings).emits).toEqual(["Became lead"]);
});

test("faults are named", () => {
  expect(faultsOf(emitEventNode, {})).toEqual(["eventName missing"]);
  const twice = [
    { name: "a", value: 1 },
    { name: "a", value: 2 },
  ];
  expect(faultsOf(emitEventNode, { eventName: "x", properties: twice })).toEqual([
    "properties.1.name repeated_property",
  ]);
});
