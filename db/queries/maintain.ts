import type { SqlOrTx } from "../client.ts";

/** Makes sure that the step log has partitions for this month and the next two. */
export async function ensurePartitions(sql: SqlOrTx): Promise<void> {
  await sql`select ensure_step_log_partition(now() + month.number * interval '1 month') from generate_series(0, 2) as month(number)`;
}

/** Removes jobs that Graphile Worker has given up and names it no longer needs; the tables they worked on are re-armed anyway. */
export async function removeDeadJobs(sql: SqlOrTx): Promise<void> {
  await sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null`;
}
