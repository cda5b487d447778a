import type { SqlOrTx } from "../client.ts";
import { numberArray } from "./array-literal.ts";
import type { RunName } from "./claim-pass.ts";

export type PassAttempt = { id: number; buckets: number[]; runIds: number[]; crashes: number };

/** Writes down what a pass is about to work on; returns the note's id. */
export async function noteAttempt(
  sql: SqlOrTx,
  { lane, processId, runs, crashes }: { lane: number; processId: string; runs: readonly RunName[]; crashes: number },
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into pass_attempt (lane, process_id, crashes, buckets, run_ids)
    values (${lane}, ${processId}, ${crashes}, ${numberArray(runs.map((run) => run.bucket))}::smallint[], ${numberArray(runs.map((run) => run.id))}::bigint[])
    returning id`;
  return row?.id ?? 0;
}

export async function forgetAttempts(sql: SqlOrTx, ids: readonly number[]): Promise<void> {
  await sql`delete from pass_attempt where id = any(${numberArray(ids)}::bigint[])`;
}

/** What processes that are dead by now were working on in a lane. */
export async function readBrokenAttempts(sql: SqlOrTx, lane: number): Promise<PassAttempt[]> {
  return sql<PassAttempt[]>`
    select id, buckets, run_ids as "runIds", crashes from pass_attempt
    where lane = ${lane} and not exists (
      select 1 from process_heartbeat where process_heartbeat.id = process_id and died_at is null
    )
    order by id`;
}
