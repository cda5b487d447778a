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
