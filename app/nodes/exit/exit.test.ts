import { expect, test } from "vitest";
import { stepOf } from "../example-step.ts";
import { exitNode } from "./exit.node.ts";

test("R14 the journey ends here without a goal", () => {
  expect(stepOf(exitNode, { reason: "Not a fit" })).toEqual({ kind: "end" });
  expect(exitNode.ports({})).toEqual([]);
});
