import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testing.ts";
import { chanceOf } from "./chance.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.close();
});

test("R20 known vectors of chance", () => {
  expect([chanceOf("offer", "customer-1"), chanceOf("", ""), chanceOf("Größe", "Zoë 👋")]).toEqual([
    0.4729416089223297, 0.9049687102438426, 0.3464363923862799,
  ]);
});

test("R20 Postgres derives the same number", async () => {
  const pairs = Array.from({ length: 500 }, (_, index) => ({ salt: `split-${index % 7}`, unit: `Zoë ${index} 👋` }));
  const rows = await database.sql<{ chance: number }[]>`
    select ('x' || left(encode(sha256(convert_to(salt || ':' || unit, 'UTF8')), 'hex'), 13))::bit(52)::bigint / 2^52 as chance
    from unnest(${pairs.map(({ salt }) => salt)}::text[], ${pairs.map(({ unit }) => unit)}::text[])
      with ordinality as pair(salt, unit, place)
    order by place`;
  expect(rows.map(({ chance }) => chance)).toEqual(pairs.map(({ salt, unit }) => chanceOf(salt, unit)));
});

test("R20 chance is spread evenly: every tenth of [0, 1) gets a tenth of the units", () => {
  const tenths = new Array<number>(10).fill(0);
  for (let unit = 0; unit < 20_000; unit += 1) {
    const tenth = Math.floor(chanceOf("even", String(unit)) * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Standard deviation of a count is 42; 170 is four of them.
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(170);
});
