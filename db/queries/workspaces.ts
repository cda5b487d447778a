import type { SqlOrTx } from "../client.ts";

type Language = "en" | "de";
export type WorkspaceRow = {
  id: number;
  name: string;
  language: Language;
  timeZone: string;
  timeScale: number;
  isDemo: boolean;
  isDemoPaused: boolean;
};

/** Creates a workspace; returns its id. */
export async function insertWorkspace(
  sql: SqlOrTx,
  { name, language, timeZone }: { name: string; language: Language; timeZone: string },
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into workspace (name, language, time_zone) values (${name}, ${language}, ${timeZone}) returning id`;
  if (!row) throw new Error("The workspace was not stored");
  return row.id;
}

/** The workspace with this id, if it exists. */
export async function selectWorkspace(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<WorkspaceRow | undefined> {
  const [row] = await sql<WorkspaceRow[]>`
    select id, name, language, time_zone as "timeZone", time_scale as "timeScale", is_demo as "isDemo", is_demo_paused as "isDemoPaused"
    from workspace where id = ${workspaceId}`;
  return row;
}

/** Changes name, language and time zone. */
export async function updateWorkspace(
  sql: SqlOrTx,
  {
    workspaceId,
    name,
    language,
    timeZone,
  }: { workspaceId: number; name: string; language: Language; timeZone: string },
): Promise<void> {
  await sql`update workspace set name = ${name}, language = ${language}, time_zone = ${timeZone} where id = ${workspaceId}`;
}

export type HomeFigures = { liveJourneys: number; peopleNow: number; heldRuns: number; unsettledMessages: number };

/** What Home says about now: people on their way, held runs, messages that a person has to look at. */
export async function selectHomeFigures(sql: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<HomeFigures> {
  const [row] = await sql<HomeFigures[]>`
    select
      (select count(*) from journey where workspace_id = ${workspaceId} and state = 'live') as "liveJourneys",
      (select count(*) from run where workspace_id = ${workspaceId} and state in (0, 1)
        and journey_id in (select id from journey where workspace_id = ${workspaceId})) as "peopleNow",
      (select count(*) from run where workspace_id = ${workspaceId} and state = 3
        and journey_id in (select id from journey where workspace_id = ${workspaceId})) as "heldRuns",
      (select count(*) from message where workspace_id = ${workspaceId} and state in ('rejected', 'unknown')
        and created_at > now() - interval '7 days') as "unsettledMessages"`;
  if (!row) throw new Error("The figures were not read");
  return row;
}

export type HomeJourney = { id: number; name: string; state: string; peopleNow: number };

/** Live and paused journeys with the people in them now, fullest first. */
export async function selectHomeJourneys(
  sql: SqlOrTx,
  { workspaceId, limit }: { workspaceId: number; limit: number },
): Promise<HomeJourney[]> {
  return sql<HomeJourney[]>`
    select j.id, j.name, j.state,
      (select count(*) from journey_version v join run r on r.version_id = v.id and r.state in (0, 1)
        where v.journey_id = j.id and v.workspace_id = ${workspaceId}) as "peopleNow"
    from journey j where j.workspace_id = ${workspaceId} and j.state in ('live', 'paused')
    order by "peopleNow" desc, j.id limit ${limit}`;
}

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
    where h.workspace_id = ${workspaceId}
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

/** Messages of the last seven days that did not go out, grouped by journey and reason, newest first. */
export async function selectFailedGroups(
  sql: SqlOrTx,
  { workspaceId, limit }: { workspaceId: number; limit: number },
): Promise<FailedGroup[]> {
  return sql<FailedGroup[]>`
    select m.journey_id as "journeyId", j.name as "journeyName", m.state, m.reason, count(*) as messages, max(m.created_at) as "lastAt"
    from message m join journey j on j.id = m.journey_id
    where m.workspace_id = ${workspaceId} and m.state in ('rejected', 'unknown') and m.created_at > now() - interval '7 days'
    group by 1, 2, 3, 4 order by "lastAt" desc limit ${limit}`;
}

export type DayFigures = { newPeople: number; entered: number; reachedGoal: number; messagesSent: number };
export type DayComparison = { today: DayFigures; yesterday: DayFigures };
type DayRow = DayFigures & { isToday: boolean };

/**
 * The last 24 hours and the 24 hours before them. Runs that ended at a goal are read from the step counters, whose hours are whole,
 * so both spans begin at a full hour.
 */
export async function selectDayComparison(
  sql: SqlOrTx,
  { workspaceId, goalNodes }: { workspaceId: number; goalNodes: GoalNodes },
): Promise<DayComparison> {
  const rows = await sql<DayRow[]>`
    with span as (
      select true as is_today, date_trunc('hour', now()) - interval '23 hours' as begins, now() as ends
      union all
      select false, date_trunc('hour', now()) - interval '47 hours', date_trunc('hour', now()) - interval '23 hours'
    ), goal as (
      select * from unnest(${goalNodes.versionIds}::int[], ${goalNodes.nodes}::int[]) as g (version_id, node)
    ), tally as (
      select hour, kind, version_id, from_node, to_node, count from step_count where workspace_id = ${workspaceId}
      union all
      select hour, kind, version_id, from_node, to_node, count from step_delta where workspace_id = ${workspaceId}
    )
    select s.is_today as "isToday",
      (select count(*) from customer c where c.workspace_id = ${workspaceId} and c.created_at >= s.begins and c.created_at < s.ends) as "newPeople",
      (select coalesce(sum(t.count), 0)::bigint from tally t where t.kind = 0 and t.hour >= s.begins and t.hour < s.ends) as entered,
      (select coalesce(sum(t.count), 0)::bigint from tally t join goal g on g.version_id = t.version_id and g.node = t.to_node
        where t.kind in (0, 1) and t.hour >= s.begins and t.hour < s.ends) as "reachedGoal",
      (select count(*) from message m where m.workspace_id = ${workspaceId} and m.state = 'accepted'
        and m.created_at >= s.begins and m.created_at < s.ends) as "messagesSent"
    from span s`;
  const pick = (isToday: boolean): DayFigures => {
    const row = rows.find((each) => each.isToday === isToday);
    if (!row) throw new Error("The day was not read");
    const { isToday: _, ...figures } = row;
    return figures;
  };
  return { today: pick(true), yesterday: pick(false) };
}

/** Nodes at which a journey's goal is reached, as two columns of equal length. */
export type GoalNodes = { versionIds: number[]; nodes: number[] };
