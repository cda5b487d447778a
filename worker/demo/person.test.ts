import { expect, test } from "vitest";
import { simulatePerson } from "./person.ts";

/** A small seeded generator (mulberry32), so that the crowd is the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("a crowd has distinct ids and valid addresses, and starts with what lets them in", () => {
  const chance = seeded(7);
  const crowd = Array.from({ length: 500 }, (_, index) => simulatePerson(index, "a", chance));
  expect(new Set(crowd.map((person) => person.userId)).size).toBe(500);
  for (const person of crowd) {
    expect(person.traits["email"]).toMatch(/^[a-z]+\.[a-z]+\.\d+@[a-z]+\.example$/);
    expect(["trial_started", "pricing_form_sent"]).toContain(person.plan[0]?.event);
  }
});

test("what a person does is in order of time", () => {
  const chance = seeded(11);
  for (let index = 0; index < 300; index += 1) {
    const hours = simulatePerson(index, "a", chance).plan.map((entry) => entry.afterHours);
    expect(hours).toEqual(hours.toSorted((a, b) => a - b));
  }
});

test("about seven in ten create a project", () => {
  const chance = seeded(3);
  const crowd = Array.from({ length: 4_000 }, (_, index) => simulatePerson(index, "a", chance));
  const share =
    crowd.filter((person) => person.plan.some((entry) => entry.event === "project_created")).length / crowd.length;
  expect(share).toBeGreaterThan(0.7);
  expect(share).toBeLessThan(0.78);
});
