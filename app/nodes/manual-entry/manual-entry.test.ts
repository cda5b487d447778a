import { expect, test } from "vitest";
import { noon } from "../../engine/example-journeys.ts";
import { bound, stepOf } from "../example-step.ts";
import { manualEntryNode } from "./manual-entry.node.ts";

test("R44 no event lets people in, whatever its name", () => {
  const entry = bound(manualEntryNode, { reentry: "always" }).entry;
  expect(entry).toMatchObject({ eventName: undefined, reentry: "always" });
  expect(entry?.accepts({ name: "", properties: {}, at: noon }, {})).toBe(false);
});

test("people go straight on", () => {
  expect(stepOf(manualEntryNode, {})).toEqual({ kind: "go", port: "next" });
});
