import type { SqlOrTx } from "../client.ts";

/** The value under this key; the first process to ask stores `candidate`, and all get that one. */
export async function ensureInstallationValue(
  sql: SqlOrTx,
  { key, candidate }: { key: string; candidate: string },
): Promise<string> {
  await sql`insert into installation (key, value) values (${key}, ${candidate}) on conflict do nothing`;
  const [row] = await sql<{ value: string }[]>`select value from installation where key = ${key}`;
  if (!row) throw new Error(`The value of ${key} was not stored`);
  return row.value;
}

/** How many migrations have run, and how long ago the liveliest worker was heard of; throws on a database without our tables. */
export async function selectReadiness(sql: SqlOrTx): Promise<{ migrations: number; workerAgeSeconds: number | null }> {
  const [row] = await sql<{ migrations: number; workerAgeSeconds: number | null }[]>`
    select (select count(*) from drizzle.__drizzle_migrations) as migrations,
      (select extract(epoch from now() - max(beat_at))::float8 from process_heartbeat where role = 'worker') as "workerAgeSeconds"`;
  if (!row) throw new Error("The readiness was not read");
  return row;
}
