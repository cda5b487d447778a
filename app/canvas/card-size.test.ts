import { describe, expect, test } from "vitest";
import { cardSize, cardWidth, exitOffset } from "./card-size.ts";

describe("card size", () => {
  test("a step with one exit is 264 wide and grows by its numbers", () => {
    expect(cardSize({ exits: 1, hasNumbers: false, hasProblem: false })).toEqual({ width: cardWidth, height: 56 });
    expect(cardSize({ exits: 1, hasNumbers: true, hasProblem: false })).toEqual({ width: cardWidth, height: 103 });
  });

  test("several exits take the place of the numbers", () => {
    expect(cardSize({ exits: 2, hasNumbers: true, hasProblem: false })).toEqual({ width: cardWidth, height: 93 });
    expect(cardSize({ exits: 2, hasNumbers: true, hasProblem: true }).height).toBe(129);
  });

  test("five exits do not fit 264 and widen the card", () => {
    expect(cardSize({ exits: 4, hasNumbers: true, hasProblem: false }).width).toBe(cardWidth);
    expect(cardSize({ exits: 6, hasNumbers: true, hasProblem: false }).width).toBeGreaterThan(cardWidth);
  });

  test("handles sit under the middle of their exits, mirrored around the card's middle", () => {
    expect(exitOffset(0, 1, 264)).toBe(132);
    expect(exitOffset(0, 2, 264) + exitOffset(1, 2, 264)).toBe(264);
    expect(exitOffset(1, 3, 264)).toBe(132);
  });
});
