import type { SqlOrTx } from "../client.ts";

const FOLD_LOCK = 7_015_405;
const FOLD_SIZE = 20_000;

/**
 * Moves counter deltas into the counters in one statement, so that their sum is right for every reader at every moment. Returns how
 * many were folded; 0 when there are none or another process folds.
 */
export async function foldDeltas(sql: SqlOrTx): Promise<number> {
  const [row] = await sql<{ folded: number }[]>`
    with allowed as materialized (select pg_try_advisory_xact_lock(${FOLD_LOCK}::bigint) as is_allowed),
    taken as (
      delete from step_delta where id in (
        select step_delta.id from step_delta, allowed where is_allowed order by step_delta.id limit ${FOLD_SIZE}::int
      )
      returning *
    ),
    folded as (
      insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
      select workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, sum(count)
      from taken group by workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour
      on conflict (journey_id, version_id, kind, from_node, port, to_node, hour)
      do update set count = step_count.count + excluded.count
    )
    select count(*)::int as folded from taken`;
  return row?.folded ?? 0;
}

/**
 * Joins counters of hours more than eight days ago to one per UTC day, so that reading a journey's numbers costs the same after years.
 * Sums stay as they are for every reader. Does nothing while another process folds.
 */
export async function compactCounters(sql: SqlOrTx): Promise<void> {
  await sql`
    with allowed as materialized (select pg_try_advisory_xact_lock(${FOLD_LOCK}::bigint) as is_allowed),
    taken as (
      delete from step_count using allowed
      where is_allowed and hour < date_trunc('day', now() - interval '8 days', 'UTC') and hour <> date_trunc('day', hour, 'UTC')
      returning step_count.*
    )
    insert into step_count (workspace_id, journey_id, version_id, kind, from_node, port, to_node, hour, count)
    select workspace_id, journey_id, version_id, kind, from_node, port, to_node, date_trunc('day', hour, 'UTC'), sum(count)
    from taken group by 1, 2, 3, 4, 5, 6, 7, 8
    on conflict (journey_id, version_id, kind, from_node, port, to_node, hour)
    do update set count = step_count.count + excluded.count`;
}

export type TransitionCount = { kind: number; fromNode: number; port: number; toNode: number; count: number };

/** Counters of one version with the deltas that are not folded yet: what has happened up to the last commit. */
export async function readVersionCounts(
  sql: SqlOrTx,
  { workspaceId, versionId }: { workspaceId: number; versionId: number },
): Promise<TransitionCount[]> {
  return sql<TransitionCount[]>`
    select kind, from_node as "fromNode", port, to_node as "toNode", sum(count)::bigint as count
    from (
      select kind, from_node, port, to_node, count from step_count
      where workspace_id = ${workspaceId} and version_id = ${versionId}
      union all
      select kind, from_node, port, to_node, count from step_delta
      where workspace_id = ${workspaceId} and version_id = ${versionId}
    ) as counted
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
}

/** The same numbers from the step log alone; differs from the counters only if something is broken. */
export async function replayVersionCounts(
  sql: SqlOrTx,
  { workspaceId, versionId }: { workspaceId: number; versionId: number },
): Promise<TransitionCount[]> {
  return sql<TransitionCount[]>`
    select kind, from_node as "fromNode", port, to_node as "toNode", count(*) as count
    from step_log where workspace_id = ${workspaceId} and version_id = ${versionId}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
}
