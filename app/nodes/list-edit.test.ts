import { expect, test } from "vitest";
import { evenShares, moved, newItemId, removedAt, replacedAt } from "./list-edit.ts";

test("an item is replaced, removed or moved without touching the others", () => {
  const list = ["a", "b", "c"];
  expect(replacedAt(list, 1, "x")).toEqual(["a", "x", "c"]);
  expect(removedAt(list, 0)).toEqual(["b", "c"]);
  expect(moved(list, 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(list, 2, 1)).toEqual(["a", "c", "b"]);
  expect(list).toEqual(["a", "b", "c"]);
});

test("a move out of the list changes nothing", () => {
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});

test.each([1, 2, 3, 6, 7, 10])("%d even shares are whole, sum to 100 and differ by at most one", (count) => {
  const shares = evenShares(count);
  expect(shares).toHaveLength(count);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
  expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
});

test("new items get ids that fit a port and do not repeat", () => {
  const ids = Array.from({ length: 200 }, newItemId);
  expect(new Set(ids).size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
});
