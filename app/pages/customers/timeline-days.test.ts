import { expect, test } from "vitest";
import type { TimelineEntry } from "../../server/customers/timeline.ts";
import { daysAgo, groupByDay } from "./timeline-days.ts";

const entry = (key: string, at: string): TimelineEntry => ({ key, at, kind: "alias", previousId: "" });

test("a day ends at midnight of the workspace, not of the server", () => {
  const entries = [
    entry("c", "2026-11-22T23:30:00.000Z"),
    entry("b", "2026-11-22T22:30:00.000Z"),
    entry("a", "2026-11-21T22:59:59.000Z"),
  ];
  expect(
    groupByDay(entries, "Europe/Berlin").map(({ day, entries: list }) => [day, list.map(({ key }) => key)]),
  ).toEqual([
    ["2026-11-23", ["c"]],
    ["2026-11-22", ["b"]],
    ["2026-11-21", ["a"]],
  ]);
});

test("yesterday is the day before, also when the clocks change", () => {
  expect(daysAgo("2027-03-27", "2027-03-28T21:00:00.000Z", "Europe/Berlin")).toBe(1);
  expect(daysAgo("2027-03-28", "2027-03-28T21:00:00.000Z", "Europe/Berlin")).toBe(0);
  expect(daysAgo("2027-03-26", "2027-03-28T21:00:00.000Z", "Europe/Berlin")).toBeUndefined();
});
