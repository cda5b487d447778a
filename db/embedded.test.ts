import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "./testing.ts";

const database = await createTestDatabase();
afterAll(() => database.close());

test("the application's role is not a superuser", async () => {
  const rows = await database.sql`select rolsuper from pg_roles where rolname = current_user`;
  expect(rows).toEqual([{ rolsuper: false }]);
});

test("the step log has a partition for this month", async () => {
  const rows =
    await database.sql`select to_regclass('step_log_' || to_char(now() at time zone 'UTC', 'YYYY_MM')) is not null as found`;
  expect(rows).toEqual([{ found: true }]);
});
