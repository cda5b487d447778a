import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Db = PostgresJsDatabase;
/** A drizzle handle inside a transaction; queries take either. */
export type DbOrTx = Db | Parameters<Parameters<Db["transaction"]>[0]>[0];
export type Sql = postgres.Sql<{ bigint: number }>;
export type SqlOrTx = Sql | postgres.TransactionSql<{ bigint: number }>;

type ClientOptions = { max?: number; applicationName?: string; settings?: Record<string, string> };

/** A postgres.js client for visible SQL and hot paths. Dates go in and out as Date (milliseconds), int8 as number. */
export function openSql(url: string, { max = 10, applicationName = "lotse", settings = {} }: ClientOptions = {}): Sql {
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: { application_name: applicationName, ...settings },
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
  });
}

/**
 * A client for passes: always the prepared generic plan over the indexes. While tables are small the planner would rather hash them
 * whole, and plan each statement anew for its values; both cost a pass more than its work.
 */
export function openEngineSql(url: string, options: ClientOptions = {}): Sql {
  const settings = { enable_hashjoin: "off", plan_cache_mode: "force_generic_plan", timezone: "UTC" };
  return openSql(url, { applicationName: "lotse-engine", ...options, settings });
}

/** Drizzle on a client of its own: drizzle rewires the date codecs of the client it gets. */
export function openDb(url: string, options: ClientOptions = {}): { db: Db; close: () => Promise<void> } {
  const client = openSql(url, options);
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) };
}
