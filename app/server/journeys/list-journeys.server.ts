import {
  type JourneyListRow,
  type JourneyPreview,
  selectJourneyList,
  selectJourneyPreviews,
} from "#db/queries/journey-list.ts";
import type { JourneyState } from "#db/queries/journeys.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

export type JourneySummary = {
  id: number;
  name: string;
  state: JourneyState;
  /** Number of the live version; undefined before the first publish. */
  version: number | undefined;
  /** People on their way, over all versions. */
  peopleNow: number;
  entered: number;
  reachedGoal: number;
  /** reachedGoal / entered; undefined before anybody entered. */
  goalRate: number | undefined;
  owner: string | undefined;
  createdAt: Date;
  updatedAt: Date;
};
export type ListedJourney = JourneySummary & { preview: JourneyPreview };

const everyState: readonly JourneyState[] = ["draft", "live", "paused", "archived"];
const notArchived: readonly JourneyState[] = ["draft", "live", "paused"];
const LONGEST_LIST = 1_000;

type ListFilter = {
  states?: readonly JourneyState[] | undefined;
  beforeId?: number | undefined;
  limit?: number | undefined;
};

/** Journeys with their totals, newest first; archived ones only when asked for. */
export async function listJourneySummaries(
  { sql }: Pick<Services, "sql">,
  { scope, states = notArchived, beforeId, limit = LONGEST_LIST }: ListFilter & { scope: Scope },
): Promise<JourneySummary[]> {
  const rows = await selectJourneyList(sql, { workspaceId: scope.workspaceId, states, beforeId, limit });
  return rows.map(toSummary);
}

/** As `listJourneySummaries`, with the shape of each journey for a small picture of its paths. */
export async function listJourneys(
  services: Pick<Services, "sql">,
  { scope, ...filter }: ListFilter & { scope: Scope },
): Promise<ListedJourney[]> {
  const summaries = await listJourneySummaries(services, { scope, ...filter });
  const journeyIds = summaries.map(({ id }) => id);
  const previews = await selectJourneyPreviews(services.sql, { workspaceId: scope.workspaceId, journeyIds });
  return summaries.map((summary) => ({ ...summary, preview: previews.get(summary.id) ?? { nodes: [], edges: [] } }));
}

/** One journey with its totals. Throws request.not_found for a missing and for a foreign one alike. */
export async function getJourneySummary(
  { sql }: Pick<Services, "sql">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<JourneySummary> {
  const filter = { workspaceId: scope.workspaceId, states: everyState, journeyId, limit: 1 };
  const [row] = await selectJourneyList(sql, filter);
  if (row === undefined) throw new AppError("request.not_found");
  return toSummary(row);
}

function toSummary({ left, failed, version, owner, ...row }: JourneyListRow): JourneySummary {
  return {
    ...row,
    version: version ?? undefined,
    owner: owner ?? undefined,
    peopleNow: row.entered - left - failed,
    goalRate: row.entered === 0 ? undefined : row.reachedGoal / row.entered,
  };
}
