import { expect, test } from "vitest";
import { initials } from "./person.ts";
import { readPeople } from "./read-people.ts";

const mara = {
  user: { id: "u1", name: "Mara Klein", colour: 3 },
  cursor: { x: 4, y: 5 },
  selection: ["a", 7],
  editing: "a",
};

test("others are read with their cursor and selection; oneself and nonsense are left out", () => {
  const states = new Map([
    [1, { state: mara, heardAt: 1_000 }],
    [2, { state: mara, heardAt: 1_000 }],
    [3, { state: { user: "nobody" }, heardAt: 1_000 }],
    [4, { state: null, heardAt: 1_000 }],
  ]);
  expect(readPeople(states, 2, 2_000)).toEqual([
    {
      clientId: 1,
      userId: "u1",
      name: "Mara Klein",
      colour: 3,
      cursor: { x: 4, y: 5 },
      selection: ["a"],
      editing: "a",
      field: undefined,
      drag: undefined,
      isAway: false,
    },
  ]);
});

test("somebody who was silent for half a minute is away", () => {
  expect(readPeople(new Map([[1, { state: mara, heardAt: 0 }]]), 2, 31_000)[0]?.isAway).toBe(true);
});

test("broken places in a drag do not reach the canvas", () => {
  const state = { ...mara, drag: { a: { x: 1, y: 2 }, b: { x: "1", y: 2 }, c: null } };
  expect(readPeople(new Map([[1, { state, heardAt: 0 }]]), 2, 0)[0]?.drag).toEqual({ a: { x: 1, y: 2 } });
});

test("initials come from the first and the last name", () => {
  expect(["Mara Klein", "jonas", "Ana Maria da Silva", ""].map(initials)).toEqual(["MK", "JO", "AS", "?"]);
});
