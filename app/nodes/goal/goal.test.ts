import { expect, test } from "vitest";
import { stepOf } from "../example-step.ts";
import { goalNode } from "./goal.node.ts";

test("R14 the journey ends here with its goal reached", () => {
  expect(stepOf(goalNode, { name: "Paid" })).toEqual({ kind: "end", reached: "goal" });
  expect(goalNode.ports({})).toEqual([]);
});
