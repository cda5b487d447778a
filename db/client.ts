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

/** Every statement of a pass goes from given keys to rows by an index; no other plan is ever right. */
const ENGINE_SETTINGS = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_bitmapscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  timezone: "UTC",
};

/**
 * A client for passes. Its prepared statements keep the plan they were given first, and while tables are small or just cleared the
 * planner would read them whole: fine for an hour, then a hundred times too slow.
 */
export function openEngineSql(url: string, options: ClientOptions = {}): Sql {
  return openSql(url, { applicationName: "lotse-engine", ...options, settings: ENGINE_SETTINGS });
}

/** Drizzle on a client of its own: drizzle rewires the date codecs of the client it gets. */
export function openDb(url: string, options: ClientOptions = {}): { db: Db; close: () => Promise<void> } {
  const client = openSql(url, options);
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) };
}
