import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { runState } from "../schema/run.ts";
import { numberArray } from "./array-literal.ts";

export type JourneyRunRow = {
  id: number;
  customerId: number;
  userId: string | null;
  attributes: JsonObject;
  state: number;
  versionId: number;
  version: number;
  node: number;
  enteredAt: Date;
  nodeEnteredAt: Date;
  dueAt: Date | null;
  holdCode: string | null;
  holdParams: Record<string, string | number> | null;
};

/** Where a run stands: still here, left, or held for a person. */
export type RunStanding = "here" | "left" | "failed";
const statesOf: Record<RunStanding, readonly number[]> = {
  here: [runState.arriving, runState.waiting],
  left: [runState.left],
  failed: [runState.failed],
};

export type JourneyRunFilter = {
  workspaceId: number;
  journeyId: number;
  standings: readonly RunStanding[];
  /** Index of the step in each version that has it; undefined for every step. */
  places?: readonly { versionId: number; node: number }[] | undefined;
  /** Keyset: only runs that entered before this one. */
  beforeId?: number | undefined;
  limit: number;
};

/** Runs of a journey, latest entry first, with their customer and why they are held. */
export async function selectJourneyRuns(sql: SqlOrTx, filter: JourneyRunFilter): Promise<JourneyRunRow[]> {
  const { workspaceId, journeyId, standings, places, beforeId, limit } = filter;
  const states = numberArray(standings.flatMap((standing) => statesOf[standing]));
  const atPlaces =
    places === undefined
      ? sql``
      : sql`and (run.version_id, run.node) in (select * from unnest(
          ${numberArray(places.map((place) => place.versionId))}::int[], ${numberArray(places.map((place) => place.node))}::smallint[]))`;
  return sql<JourneyRunRow[]>`
    select run.id, run.customer_id as "customerId", customer.external_id as "userId", customer.attributes,
      run.state, run.version_id as "versionId", version.number as version, run.node,
      run.entered_at as "enteredAt", run.node_entered_at as "nodeEnteredAt", run.due_at as "dueAt",
      hold.code as "holdCode", hold.params as "holdParams"
    from (
      select * from run
      where workspace_id = ${workspaceId} and journey_id = ${journeyId} and state = any(${states}::smallint[])
        and version_id in (select id from journey_version where journey_id = ${journeyId} and workspace_id = ${workspaceId})
        and (${beforeId ?? null}::bigint is null or id < ${beforeId ?? null}::bigint) ${atPlaces}
      order by id desc limit ${limit}
    ) as run
    join journey_version version on version.id = run.version_id
    left join customer on customer.bucket = run.bucket and customer.id = run.customer_id
    left join run_hold hold on run.state = ${runState.failed}
      and hold.bucket = run.bucket and hold.run_id = run.id and hold.step = run.step
    order by run.id desc`;
}

/** Ids of all versions of a journey; undefined if the workspace has no such journey. */
export async function selectVersionIds(
  sql: SqlOrTx,
  { workspaceId, journeyId }: { workspaceId: number; journeyId: number },
): Promise<number[] | undefined> {
  const [row] = await sql<{ ids: number[] }[]>`
    select array(select version.id from journey_version version where version.journey_id = journey.id order by version.id) as ids
    from journey where id = ${journeyId} and workspace_id = ${workspaceId}`;
  return row?.ids;
}
