import type { SqlOrTx } from "../client.ts";
import type { JourneyState } from "./journeys.ts";

export type JourneyListRow = {
  id: number;
  name: string;
  state: JourneyState;
  version: number | null;
  owner: string | null;
  createdAt: Date;
  updatedAt: Date;
  entered: number;
  left: number;
  failed: number;
  reachedGoal: number;
};

export type JourneyListFilter = {
  workspaceId: number;
  states: readonly JourneyState[];
  /** Only these journeys; undefined for all. */
  journeyId?: number | undefined;
  /** Keyset: only journeys older than this id. */
  beforeId?: number | undefined;
  limit: number;
};

/** Journeys of a workspace, newest first, with their totals over all versions: folded counters and the tail not yet folded. */
export async function selectJourneyList(
  sql: SqlOrTx,
  { workspaceId, states, journeyId, beforeId, limit }: JourneyListFilter,
): Promise<JourneyListRow[]> {
  return sql<JourneyListRow[]>`
    with listed as (
      select id, name, state, live_version_id, created_by, created_at, updated_at from journey
      where workspace_id = ${workspaceId} and state = any(${states as JourneyState[]})
        and (${journeyId ?? null}::int is null or id = ${journeyId ?? null}::int)
        and (${beforeId ?? null}::int is null or id < ${beforeId ?? null}::int)
      order by id desc limit ${limit}
    ),
    goal as (
      select version.id as version_id, (node.position - 1)::smallint as node
      from journey_version version
      cross join jsonb_array_elements(version.graph->'nodes') with ordinality as node(value, position)
      where version.journey_id in (select id from listed) and node.value->>'type' = 'goal'
    ),
    counted as (
      select journey_id, version_id, kind, from_node, count from step_count
      where workspace_id = ${workspaceId} and kind <> 1 and journey_id in (select id from listed)
      union all
      select journey_id, version_id, kind, from_node, count from step_delta
      where workspace_id = ${workspaceId} and kind <> 1 and journey_id in (select id from listed)
    ),
    total as (
      select journey_id,
        coalesce(sum(count) filter (where kind = 0), 0)::bigint as entered,
        coalesce(sum(count) filter (where kind = 2), 0)::bigint as "left",
        (coalesce(sum(count) filter (where kind = 3), 0) - coalesce(sum(count) filter (where kind = 4), 0))::bigint as failed,
        coalesce(sum(count) filter (where kind = 2 and (version_id, from_node) in (select version_id, node from goal)), 0)::bigint as reached
      from counted group by journey_id
    )
    select listed.id, listed.name, listed.state, version.number as version, owner.name as owner,
      listed.created_at as "createdAt", listed.updated_at as "updatedAt",
      coalesce(total.entered, 0)::bigint as entered, coalesce(total."left", 0)::bigint as "left",
      coalesce(total.failed, 0)::bigint as failed, coalesce(total.reached, 0)::bigint as "reachedGoal"
    from listed
    left join total on total.journey_id = listed.id
    left join journey_version version on version.id = listed.live_version_id
    left join "user" owner on owner.id = listed.created_by
    order by listed.id desc`;
}

export type JourneyPreview = {
  nodes: { id: string; type: string; x: number; y: number }[];
  edges: { source: string; port: string; target: string }[];
};

/** Shape of each journey without its settings: of the live version, else of the draft. Journeys without either are left out. */
export async function selectJourneyPreviews(
  sql: SqlOrTx,
  { workspaceId, journeyIds }: { workspaceId: number; journeyIds: readonly number[] },
): Promise<Map<number, JourneyPreview>> {
  const rows = await sql<(JourneyPreview & { id: number })[]>`
    select shown.id, nodes.list as nodes, shown.graph->'edges' as edges
    from (
      select journey.id, coalesce(version.graph, draft.graph) as graph
      from journey
      left join journey_version version on version.id = journey.live_version_id
      left join collab_document draft on draft.journey_id = journey.id
      where journey.workspace_id = ${workspaceId} and journey.id = any(${journeyIds as number[]})
    ) as shown
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', node.value->'id', 'type', node.value->'type',
        'x', node.value->'position'->'x', 'y', node.value->'position'->'y') order by node.position), '[]') as list
      from jsonb_array_elements(shown.graph->'nodes') with ordinality as node(value, position)
    ) as nodes
    where shown.graph is not null`;
  return new Map(rows.map(({ id, nodes, edges }) => [id, { nodes, edges }]));
}
