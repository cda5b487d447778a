import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { runMigrations } from "graphile-worker";
import { openSql } from "./client.ts";

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));
const MIGRATION_LOCK = 7_015_401;
const OLDEST_POSTGRES = 150_000;

/** Brings Lotse's and Graphile Worker's tables up to date; two processes at once wait for each other. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = openSql(url, { max: 1, applicationName: "lotse-migrate" });
  try {
    const [server] = await client<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
    if ((server?.version ?? 0) < OLDEST_POSTGRES) throw new Error("Lotse needs Postgres 15 or newer.");
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder });
    await runMigrations({ connectionString: url });
  } finally {
    await client.end({ timeout: 5 });
  }
}
