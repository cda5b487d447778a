import { openEngineSql, type Sql } from "#db/client.ts";
import { BUCKET_COUNT } from "#db/jobs.ts";
import type { Scenario } from "./engine-scenario.ts";

/** About 1,000 of 100,000 runs. */
const BUCKETS_PER_STATEMENT = 3;

/**
 * What Postgres alone needs for the rows of one visit of every run: the same tables and indexes, one statement per chunk that claims,
 * moves, logs, counts, asks for mails, assigns and patches, on as many connections as the engine has passes in flight. Returns ms.
 */
export async function writeLimit(
  url: string,
  { connections }: { connections: number },
  scenario: Scenario,
): Promise<number> {
  const sql = openEngineSql(url, { max: connections });
  await Promise.all(Array.from({ length: connections }, () => sql`select pg_sleep(0.05)`));
  let nextBucket = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (nextBucket < BUCKET_COUNT) {
        const from = nextBucket;
        nextBucket += BUCKETS_PER_STATEMENT;
        await writeChunk(sql, scenario, { from, to: Math.min(BUCKET_COUNT, from + BUCKETS_PER_STATEMENT) - 1 });
      }
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  await sql.end();
  return elapsedMs;
}

async function writeChunk(
  sql: Sql,
  { workspaceId, journeyId, versionId }: Scenario,
  { from, to }: { from: number; to: number },
): Promise<void> {
  await sql`
    with due as materialized (
      select due.bucket, due.id, due.customer_id, due.at from generate_series(${from}::int, ${to}::int) as chunk(bucket)
      cross join lateral (
        select run.bucket, id, customer_id, now() as at from run
        where run.bucket = chunk.bucket::smallint and priority = 0 and due_at <= now() and workspace_id = ${workspaceId}
        order by due_at, id for no key update skip locked
      ) as due
    ),
    moved as (
      update run set node = 5, step = 5, state = 1, priority = 1, due_at = at + interval '1 hour', node_entered_at = at
      from due where run.bucket = due.bucket and run.id = due.id
    ),
    logged as (
      insert into step_log (run_id, customer_id, workspace_id, journey_id, version_id, step, kind, from_node, port, to_node, bucket, at)
      select id, customer_id, ${workspaceId}::int, ${journeyId}::int, ${versionId}::int, node.number, 1, node.number - 1, 0, node.number, bucket, at
      from due cross join generate_series(1, 5) as node(number)
    ),
    counted as (
      insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
      select date_trunc('hour', now(), 'UTC'), ${workspaceId}::int, ${journeyId}::int, ${versionId}::int, count(*), 1, node.number - 1, 0, node.number
      from due cross join generate_series(1, 5) as node(number) group by node.number
    ),
    asked as (
      insert into effect_intent (run_id, customer_id, workspace_id, journey_id, version_id, step, node, slot, kind, bucket, due_at, created_at)
      select id, customer_id, ${workspaceId}::int, ${journeyId}::int, ${versionId}::int, 4, 4, 0, 0, bucket, at, at from due
      on conflict (bucket, run_id, step, slot) do nothing
    ),
    assigned as (
      insert into assignment (run_id, customer_id, workspace_id, journey_id, version_id, node_id, variant, bucket, at)
      select id, customer_id, ${workspaceId}::int, ${journeyId}::int, ${versionId}::int, 'split', case when id % 2 = 0 then 'a' else 'b' end, bucket, at from due
      on conflict do nothing
    )
    update customer set attributes = attributes || '{"stage": "welcomed"}'
    from due where customer.bucket = due.bucket and customer.id = due.customer_id`;
}
