import { expect, test } from "vitest";
import { faultsOf, stepOf } from "../example-step.ts";
import { updateAttributeNode } from "./update-attribute.node.ts";

test("texts, numbers and booleans are set, null removes", () => {
  const changes = [
    { attribute: "plan", value: "pro" },
    { attribute: "score", value: 12.5 },
    { attribute: "isCustomer", value: true },
    { attribute: "trial ends", value: null },
  ];
  expect(stepOf(updateAttributeNode, { changes })).toEqual({ kind: "go", port: "next", changes });
});

test.each(["id", "userId", "anonymousId", "__proto__", "constructor"])(
  "the reserved name %s is refused",
  (attribute) => {
    expect(faultsOf(updateAttributeNode, { changes: [{ attribute, value: 1 }] })).toEqual([
      "changes.0.attribute reserved_attribute",
    ]);
  },
);

test("faults are named", () => {
  expect(faultsOf(updateAttributeNode, updateAttributeNode.defaults)).toEqual([
    "changes.0.attribute attribute_missing",
  ]);
  expect(faultsOf(updateAttributeNode, { changes: [] })).toEqual(["changes missing"]);
  expect(faultsOf(updateAttributeNode, { changes: [{ attribute: "a.b", value: ["x"] }] })).toEqual([
    "changes.0.attribute attribute_with_dot",
    "changes.0.value wrong_type",
  ]);
  const twice = [
    { attribute: "plan", value: "a" },
    { attribute: "plan", value: "b" },
  ];
  expect(faultsOf(updateAttributeNode, { changes: twice })).toEqual(["changes.1.attribute repeated_attribute"]);
});
