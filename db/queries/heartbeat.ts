import type { SqlOrTx } from "../client.ts";
import { textArray } from "./array-literal.ts";

export type ProcessRow = {
  id: string;
  role: "web" | "worker";
  workerPoolId: string | undefined;
  pid: number;
  host: string;
};

/** Says that a process is alive; also after others took it for dead. */
export async function beat(sql: SqlOrTx, { id, role, workerPoolId, pid, host }: ProcessRow): Promise<void> {
  await sql`
    insert into process_heartbeat (id, role, worker_pool_id, pid, host)
    values (${id}, ${role}, ${workerPoolId ?? null}, ${pid}, ${host})
    on conflict (id) do update set beat_at = now(), died_at = null, worker_pool_id = excluded.worker_pool_id`;
}

/** The farewell of a process that stops in order. */
export async function endBeat(sql: SqlOrTx, id: string): Promise<void> {
  await sql`delete from process_heartbeat where id = ${id}`;
}

/** Processes of one host that count as alive. */
export async function readProcesses(sql: SqlOrTx, host: string): Promise<{ id: string; pid: number }[]> {
  return sql<
    { id: string; pid: number }[]
  >`select id, pid from process_heartbeat where host = ${host} and died_at is null`;
}

/**
 * Marks the named processes and those that have been silent for 20 seconds as dead, and frees the jobs they held. Returns how many
 * have died.
 */
export async function buryProcesses(sql: SqlOrTx, knownDead: readonly string[]): Promise<number> {
  const [row] = await sql<{ died: number }[]>`
    with died as (
      update process_heartbeat set died_at = now()
      where died_at is null and (beat_at < now() - interval '20 seconds' or id = any(${textArray(knownDead)}::text[]))
      returning worker_pool_id
    ),
    forgotten as (delete from process_heartbeat where died_at < now() - interval '1 hour')
    select count(*)::int as died,
      case when count(worker_pool_id) > 0
        then graphile_worker.force_unlock_workers(array_agg(worker_pool_id) filter (where worker_pool_id is not null)) end
    from died`;
  return row?.died ?? 0;
}

/** Whether a worker has died within ten minutes, so that passes have to watch for the run that may have killed it. */
export async function hasRecentCrash(sql: SqlOrTx): Promise<boolean> {
  const [row] = await sql<{ hasCrash: boolean }[]>`
    select exists (
      select 1 from process_heartbeat where role = 'worker' and died_at > now() - interval '10 minutes'
    ) as "hasCrash"`;
  return row?.hasCrash ?? false;
}
