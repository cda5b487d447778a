import type { SqlOrTx } from "../client.ts";

export type StepCountRow = {
  versionId: number;
  /** `transitionKind`; -1 as node or port index where there is none. */
  kind: number;
  fromNode: number;
  port: number;
  toNode: number;
  count: number;
  /** Since midnight in the workspace's time zone; where that is not a full hour of UTC, since the full hour after it. */
  countToday: number;
};

export type StepCounts = { asOf: Date; versionIds: number[]; rows: StepCountRow[] };

type Row = { asOf: Date; versionIds: number[]; isCounted: boolean } & StepCountRow;

/**
 * Every transition of a journey counted, per version, in one statement: folded counters and the tail not yet folded are of one
 * instant, so entered = here + moved on + left + failed holds for what it answers. Undefined if the workspace has no such journey.
 */
export async function readStepCounts(
  sql: SqlOrTx,
  { workspaceId, journeyId }: { workspaceId: number; journeyId: number },
): Promise<StepCounts | undefined> {
  const rows = await sql<Row[]>`
    select moment.as_of as "asOf", moment.version_ids as "versionIds", counted.kind is not null as "isCounted",
      counted.version_id as "versionId", counted.kind, counted.from_node as "fromNode", counted.port, counted.to_node as "toNode",
      counted.count, counted.count_today as "countToday"
    from (
      select now() as as_of, date_trunc('day', now(), workspace.time_zone) as midnight,
        array(select version.id from journey_version version where version.journey_id = journey.id order by version.number) as version_ids
      from journey join workspace on workspace.id = journey.workspace_id
      where journey.id = ${journeyId} and journey.workspace_id = ${workspaceId}
    ) as moment
    left join lateral (
      select version_id, kind, from_node, port, to_node, sum(count)::bigint as count,
        coalesce(sum(count) filter (where hour >= moment.midnight), 0)::bigint as count_today
      from (
        select version_id, kind, from_node, port, to_node, hour, count from step_count
        where journey_id = ${journeyId} and workspace_id = ${workspaceId}
        union all
        select version_id, kind, from_node, port, to_node, hour, count from step_delta
        where journey_id = ${journeyId} and workspace_id = ${workspaceId}
      ) as transition
      group by version_id, kind, from_node, port, to_node
    ) as counted on true`;
  const [first] = rows;
  if (first === undefined) return undefined;
  const counts = rows.filter(({ isCounted }) => isCounted);
  return { asOf: first.asOf, versionIds: first.versionIds, rows: counts.map(toCount) };
}

function toCount({ versionId, kind, fromNode, port, toNode, count, countToday }: Row): StepCountRow {
  return { versionId, kind, fromNode, port, toNode, count, countToday };
}
