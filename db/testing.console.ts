import { afterEach, beforeEach, expect } from "vitest";

// A printed error is a failure nobody looked at: it fails the test that printed it.
const printed: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  printed.length = 0;
  console.error = (...parts: unknown[]) => {
    printed.push(parts);
    original(...parts);
  };
});

afterEach(() => {
  console.error = original;
  expect(printed, "console.error was called").toEqual([]);
});
