import type { SqlOrTx } from "../client.ts";

export type HeldGroup = { journeyId: number; journeyName: string; code: string; people: number; lastAt: Date };

/** Runs held for a person, grouped by journey and cause, newest first. */
export async function selectHeldGroups(
  sql: SqlOrTx,
  { workspaceId, limit }: { workspaceId: number; limit: number },
): Promise<HeldGroup[]> {
  return sql<HeldGroup[]>`
    select h.journey_id as "journeyId", j.name as "journeyName", h.code, count(*) as people, max(h.at) as "lastAt"
    from run_hold h
    join run r on r.bucket = h.bucket and r.id = h.run_id and r.step = h.step and r.state = 3
    join journey j on j.id = h.journey_id
    where h.workspace_id = ${workspaceId} and r.workspace_id = ${workspaceId}
    group by 1, 2, 3 order by "lastAt" desc limit ${limit}`;
}

export type FailedGroup = {
  journeyId: number;
  journeyName: string;
  state: "rejected" | "unknown";
  reason: string | null;
  messages: number;
  lastAt: Date;
};

/** Messages of the last 24 hours that did not go out for certain, grouped by journey and reason, newest first. */
export async function selectFailedGroups(
  sql: SqlOrTx,
  { workspaceId, limit }: { workspaceId: number; limit: number },
): Promise<FailedGroup[]> {
  return sql<FailedGroup[]>`
    select m.journey_id as "journeyId", j.name as "journeyName", m.state, m.reason, count(*) as messages, max(m.created_at) as "lastAt"
    from message m join journey j on j.id = m.journey_id
    where m.workspace_id = ${workspaceId} and m.state in ('rejected', 'unknown') and m.created_at > now() - interval '24 hours'
    group by 1, 2, 3, 4 order by "lastAt" desc limit ${limit}`;
}

type DayFigures = { newPeople: number; entered: number; reachedGoal: number; messagesSent: number };
/** The last 24 hours and the 24 before them. */
export type DayComparison = { now: DayFigures; before: DayFigures };

/**
 * What happened in the last 24 hours and in the 24 before. Entries and goals come from counters of whole hours, so all spans begin at
 * a full hour.
 */
export async function selectDayComparison(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<DayComparison> {
  const rows = await sql<(DayFigures & { isNow: boolean })[]>`
    with span as (
      select true as is_now, date_trunc('hour', now()) - interval '23 hours' as begins, 'infinity'::timestamptz as ends
      union all
      select false, date_trunc('hour', now()) - interval '47 hours', date_trunc('hour', now()) - interval '23 hours'
    ), goal as (
      select version.id as version_id, (node.position - 1)::smallint as node
      from journey_version version
      cross join jsonb_array_elements(version.graph->'nodes') with ordinality as node(value, position)
      where version.workspace_id = ${workspaceId} and node.value->>'type' = 'goal'
    ), counted as (
      select hour, kind, version_id, from_node, count from step_count
      where workspace_id = ${workspaceId} and kind in (0, 2) and hour >= (select min(begins) from span)
      union all
      select hour, kind, version_id, from_node, count from step_delta
      where workspace_id = ${workspaceId} and kind in (0, 2) and hour >= (select min(begins) from span)
    )
    select span.is_now as "isNow",
      (select count(*) from customer
        where workspace_id = ${workspaceId} and created_at >= begins and created_at < ends) as "newPeople",
      (select coalesce(sum(count), 0)::bigint from counted where kind = 0 and hour >= begins and hour < ends) as entered,
      (select coalesce(sum(count), 0)::bigint from counted
        where kind = 2 and hour >= begins and hour < ends and (version_id, from_node) in (select version_id, node from goal)) as "reachedGoal",
      (select count(*) from message
        where workspace_id = ${workspaceId} and state = 'accepted' and created_at >= begins and created_at < ends) as "messagesSent"
    from span`;
  return { now: figuresOf(rows, true), before: figuresOf(rows, false) };
}

function figuresOf(rows: readonly (DayFigures & { isNow: boolean })[], isNow: boolean): DayFigures {
  const row = rows.find((each) => each.isNow === isNow);
  if (!row) throw new Error("The day was not read");
  const { newPeople, entered, reachedGoal, messagesSent } = row;
  return { newPeople, entered, reachedGoal, messagesSent };
}
