import { expect, test } from "vitest";
import { aVisit, bound, faultsOf, stepOf } from "../example-step.ts";
import { branchNode } from "./branch.node.ts";

const attribute = (field: string, operator: string, value?: unknown) => ({ kind: "attribute", field, operator, value });
const path = (id: string, ...rules: unknown[]) => ({ id, condition: { rules } });
const settings = {
  paths: [
    path("large", attribute("company.seats", "greater", 100)),
    path("paying", attribute("plan", "in", ["pro", "team"]), { kind: "event", event: "paid", did: true }),
    path("known", attribute("plan", "exists")),
  ],
};

test("R45 the first path whose condition holds is taken, else `else`", () => {
  const taken = (attributes: Record<string, unknown>, paidEvents = 0): unknown => {
    const at = aVisit().now;
    const events = paidEvents > 0 ? new Map([["paid", { count: paidEvents, firstAt: at, lastAt: at }]]) : new Map();
    return stepOf(branchNode, settings, aVisit({ attributes: attributes as never, events }));
  };
  expect(taken({ company: { seats: 101 }, plan: "pro" }, 1)).toEqual({ kind: "go", port: "large" });
  expect(taken({ plan: "pro" }, 1)).toEqual({ kind: "go", port: "paying" });
  expect(taken({ plan: "pro" })).toEqual({ kind: "go", port: "known" });
  expect(taken({})).toEqual({ kind: "go", port: "else" });
});

test("it reads what its conditions need", () => {
  expect(bound(branchNode, settings).reads).toEqual({ attributes: ["company", "plan", "plan"], events: ["paid"] });
});

test("ports are the paths in order, then `else`, also while the draft is incomplete", () => {
  expect(branchNode.ports(settings as never)).toEqual(["large", "paying", "known", "else"]);
  expect(branchNode.ports({ paths: [{ id: "a" }, {}, null, "x", { id: "a" }, { id: "else" }] })).toEqual(["a", "else"]);
  expect(branchNode.ports({ paths: "soon" })).toEqual(["else"]);
});

test("faults are named by path and rule", () => {
  expect(faultsOf(branchNode, branchNode.defaults)).toEqual(["paths.0.condition.rules rule_missing"]);
  expect(faultsOf(branchNode, { paths: [path("a", attribute("x", "less", "many"))] })).toEqual([
    "paths.0.condition.rules.0.value needs_number",
  ]);
  expect(
    faultsOf(branchNode, { paths: [path("a", attribute("x", "exists")), path("a", attribute("x", "exists"))] }),
  ).toEqual(["paths.1.id repeated_id"]);
  expect(faultsOf(branchNode, { paths: [path("else", attribute("x", "exists"))] })).toEqual(["paths.0.id repeated_id"]);
});
