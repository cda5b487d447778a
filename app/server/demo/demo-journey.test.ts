import { expect, test } from "vitest";
import { checkGraph } from "../../engine/check-graph.ts";
import { journeyGraphSchema } from "../../engine/graph.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import { demoJourney } from "./demo-journey.ts";

test("the demo's journey is stored as it is written and has nothing to fix", () => {
  expect(journeyGraphSchema.parse(demoJourney)).toEqual(demoJourney);
  expect(checkGraph(demoJourney, nodeTypes).problems.filter((problem) => problem.severity === "error")).toEqual([]);
});

test("every step of it lies on the 20-pixel grid and no two cards overlap", () => {
  const card = { width: 264, height: 116 };
  for (const [index, first] of demoJourney.nodes.entries()) {
    expect([first.position.x % 20, first.position.y % 20]).toEqual([0, 0]);
    for (const second of demoJourney.nodes.slice(index + 1)) {
      const isApart =
        Math.abs(first.position.x - second.position.x) >= card.width ||
        Math.abs(first.position.y - second.position.y) >= card.height;
      expect(isApart, `${first.id} and ${second.id}`).toBe(true);
    }
  }
});
