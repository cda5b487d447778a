import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { type Db, openDb, openSql, type Sql } from "./client.ts";

export type TestDatabase = { url: string; db: Db; sql: Sql; close: () => Promise<void> };

/** A fresh, migrated database for one test file. Close it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("databaseUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = openSql(serverUrl, { max: 1 });
  // Only one copy of a template can be made at a time; the lock makes the others wait instead of failing.
  await admin`select pg_advisory_lock(7015402)`;
  await admin.unsafe(`create database ${name} template lotse_template`);
  await admin.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = openSql(url.href, { max: 6, applicationName: "lotse-test" });
  const { db, close } = openDb(url.href, { max: 4, applicationName: "lotse-test" });
  const dispose = async (): Promise<void> => {
    await Promise.all([close(), sql.end({ timeout: 5 })]);
    const cleaner = openSql(serverUrl, { max: 1 });
    await cleaner.unsafe(`drop database if exists ${name} with (force)`);
    await cleaner.end();
  };
  return { url: url.href, db, sql, close: dispose };
}

/** A workspace row; returns its id. */
export async function aWorkspace(
  sql: Sql,
  { name = "Test", timeScale = 1 }: { name?: string; timeScale?: number } = {},
): Promise<number> {
  const [row] = await sql<
    { id: number }[]
  >`insert into workspace (name, time_scale) values (${name}, ${timeScale}) returning id`;
  if (!row) throw new Error("workspace was not created");
  return row.id;
}
