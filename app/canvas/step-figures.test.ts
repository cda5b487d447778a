import { describe, expect, test } from "vitest";
import { edgeWidth, plainEdgeWidth } from "./edge-width.ts";
import { busiestEdge, exitFigures, movedOnShare } from "./step-figures.ts";

const metrics = { entered: 10, here: 2, movedOn: 6, left: 1, failed: 1, skipped: 0, enteredToday: 3 };

describe("figures of a step", () => {
  test("moved on is measured against those who are through, not those still here", () => {
    expect(movedOnShare(metrics)).toBe(0.75);
    expect(movedOnShare({ ...metrics, movedOn: 0, left: 0, failed: 0, here: 10 })).toBeUndefined();
  });

  test("exit shares add up to one and stay unknown before the first person", () => {
    const edges = { "w|yes": 3, "w|late": 1, "other|next": 9 };
    expect(exitFigures("w", ["yes", "late"], edges)).toEqual([
      { port: "yes", people: 3, share: 0.75 },
      { port: "late", people: 1, share: 0.25 },
    ]);
    expect(exitFigures("x", ["a", "b"], edges).map((exit) => exit.share)).toEqual([undefined, undefined]);
  });

  test("line width grows with the share of the busiest path, between 1.3 and 4", () => {
    expect(busiestEdge({ "a|next": 3, "b|next": 12 })).toBe(12);
    expect(edgeWidth(12, 12)).toBe(4);
    expect(edgeWidth(0, 12)).toBe(1.3);
    expect(edgeWidth(undefined, 12)).toBe(plainEdgeWidth);
    expect(edgeWidth(0, 0)).toBe(plainEdgeWidth);
  });
});
