import { expect, test } from "vitest";
import { aLaterLook, aVisit, bound, faultsOf, stepOf } from "../example-step.ts";
import { emailNode } from "./email.node.ts";

const welcome = { subject: "Welcome {{ customer.name }}", body: "Hello **you**" };
const effects = [{ kind: "email", slot: 0 }];
const withFailedPath = { connectedPorts: new Set(["next", "failed"]) };
const outcome = (kind: "accepted" | "rejected" | "unknown" | "cancelled", slot = 0) =>
  ({ kind: "effect", effect: { slot, outcome: kind } }) as const;

test("R42 without a path at `failed` it asks for the email and goes on at once", () => {
  expect(stepOf(emailNode, welcome)).toEqual({ kind: "go", port: "next", effects });
});

test("R42 with a path at `failed` it asks once and waits for the outcome", () => {
  expect(stepOf(emailNode, welcome, aVisit(withFailedPath))).toEqual({ kind: "wait", forEffect: true, effects });
  expect(stepOf(emailNode, welcome, aLaterLook(5, withFailedPath))).toEqual({ kind: "wait", forEffect: true });
});

test.each([
  ["accepted", "next"],
  ["rejected", "failed"],
  ["unknown", "failed"],
  ["cancelled", "failed"],
] as const)("R42 an email that was %s leaves by %s", (kind, port) => {
  const context = aLaterLook(5, { ...withFailedPath, inputs: [outcome("accepted", 1), outcome(kind)] });
  expect(stepOf(emailNode, welcome, context)).toEqual({ kind: "go", port });
});

test("the address comes from the attribute `email` unless another is named", () => {
  expect(emailNode.schema.parse(welcome)).toEqual({ ...welcome, to: "email" });
});

test("subject and text are needed and named", () => {
  expect(faultsOf(emailNode, emailNode.defaults)).toEqual(["subject missing", "body missing"]);
  expect(faultsOf(emailNode, { subject: " ", body: "x".repeat(50_001), channelId: "1" })).toEqual([
    "channelId wrong_type",
    "subject missing",
    "body too_long",
  ]);
});

test("a broken template is named with its reason, a good one with filters is not", () => {
  expect(faultsOf(emailNode, { ...welcome, subject: "Hi {{ name", body: "{% if x %}never closed" })).toEqual([
    "subject invalid_template",
    "body invalid_template",
  ]);
  expect(faultsOf(emailNode, { ...welcome, body: "{{ name | shout }}" })).toEqual(["body invalid_template"]);
  expect(faultsOf(emailNode, { ...welcome, body: "{% include 'secrets' %}" })).toEqual(["body invalid_template"]);
  expect(
    bound(emailNode, { ...welcome, body: "{% if n %}{{ n | upcase | default: 'x' }}{% endif %}" }).problems,
  ).toEqual([]);
});
