import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openSql } from "./client.ts";
import { startEmbeddedPostgres } from "./embedded.ts";
import { migrateDatabase } from "./migrate.ts";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** One server for the whole run; each test file gets a copy of the migrated template (see `testing.ts`). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["LOTSE_TEST_DATABASE_URL"];
  const folder = await mkdtemp(join(tmpdir(), "lotse-test-"));
  const server = given ? undefined : await startEmbeddedPostgres(folder);
  const url = given ?? server?.url ?? "";
  const admin = openSql(url, { max: 1 });
  await admin.unsafe("drop database if exists lotse_template");
  await admin.unsafe("create database lotse_template");
  await admin.end();
  await migrateDatabase(withDatabase(url, "lotse_template"));
  project.provide("databaseUrl", url);
  return async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
