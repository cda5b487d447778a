import { describe, expect, test } from "vitest";
import type { JourneyMetrics } from "../api/metrics.ts";
import { dotsPerScreen, edgeDifferences, scheduleDots } from "./dot-schedule.ts";

const reading = (edges: Record<string, number>): JourneyMetrics => ({
  journeyId: 1,
  asOf: "2026-11-22T10:00:00.000Z",
  onTheirWay: 0,
  nodes: {},
  edges,
});

describe("live dots", () => {
  test("the first reading moves no dots, later ones only where people really moved", () => {
    expect(edgeDifferences(undefined, reading({ "a|next": 4 })).size).toBe(0);
    expect(edgeDifferences(reading({ "a|next": 4, "b|yes": 9 }), reading({ "a|next": 6, "b|yes": 9 }))).toEqual(
      new Map([["a|next", 2]]),
    );
  });

  test("one dot per person, evenly spread over the window", () => {
    expect(scheduleDots(new Map([["a|next", 2]]), 1_000)).toEqual({
      peoplePerDot: 1,
      dots: [
        { edge: "a|next", delayMs: 250 },
        { edge: "a|next", delayMs: 750 },
      ],
    });
  });

  test("more than six people on an edge share dots on all edges alike", () => {
    const { dots, peoplePerDot } = scheduleDots(
      new Map([
        ["a|next", 12],
        ["b|next", 1],
      ]),
      1_000,
    );
    expect(peoplePerDot).toBe(2);
    expect(dots.filter((dot) => dot.edge === "a|next")).toHaveLength(6);
    expect(dots.filter((dot) => dot.edge === "b|next")).toHaveLength(1);
  });

  test("never more dots than the screen bears", () => {
    const many = new Map(Array.from({ length: 200 }, (_, index) => [`n${index}|next`, 6] as const));
    expect(scheduleDots(many, 1_000).dots).toHaveLength(dotsPerScreen);
  });
});
