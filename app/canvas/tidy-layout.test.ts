import { describe, expect, test } from "vitest";
import { freePlace, placeBelow, roomNeeded } from "./new-step-place.ts";
import { type Box, tidyLayout } from "./tidy-layout.ts";

const box = (id: string, x: number, y: number): Box => ({ id, position: { x, y }, width: 264, height: 103 });

describe("tidy", () => {
  test("puts each step under the one before, without overlaps, and keeps the upper left corner", () => {
    const boxes = [box("a", 40, 60), box("b", 50, 70), box("c", 60, 80)];
    const edges = [
      { source: "a", port: "yes", target: "b" },
      { source: "a", port: "no", target: "c" },
    ];
    const places = tidyLayout(boxes, edges);
    const [a, b, c] = ["a", "b", "c"].map((id) => places.get(id) ?? { x: Number.NaN, y: Number.NaN });
    expect(a?.y).toBe(60);
    expect(b?.y).toBeGreaterThan(163);
    expect(b?.y).toBe(c?.y);
    expect(Math.abs((b?.x ?? 0) - (c?.x ?? 0))).toBeGreaterThanOrEqual(264);
    expect(Math.min(a?.x ?? 0, b?.x ?? 0, c?.x ?? 0)).toBe(40);
  });

  test("a loop is laid out as well", () => {
    const edges = [
      { source: "a", port: "next", target: "b" },
      { source: "b", port: "next", target: "a" },
    ];
    expect(tidyLayout([box("a", 0, 0), box("b", 0, 0)], edges).size).toBe(2);
  });
});

describe("place of a new step", () => {
  test("goes under the step it follows", () => {
    expect(placeBelow(box("a", 100, 100), 132, { width: 264, height: 56 }, [box("a", 100, 100)])).toEqual({
      x: 100,
      y: 240,
    });
  });

  test("moves aside when something is in the way", () => {
    const place = freePlace({ x: 0, y: 0 }, { width: 264, height: 56 }, [box("a", 0, 0)]);
    expect(place.x).toBeGreaterThanOrEqual(264);
    expect(place.y).toBe(0);
  });

  test("says how much room an insertion lacks", () => {
    expect(roomNeeded(100, 150, 56)).toBe(100);
    expect(roomNeeded(100, 400, 56)).toBe(0);
  });
});
