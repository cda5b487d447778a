import {
  type DayComparison,
  type FailedGroup,
  type HeldGroup,
  selectDayComparison,
  selectFailedGroups,
  selectHeldGroups,
} from "#db/queries/home.ts";
import { type JourneySummary, listJourneySummaries } from "../journeys/list-journeys.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

const LONGEST_LIST = 6;

export type HomeView = {
  hasJourneys: boolean;
  /** Live and paused journeys, fullest first. */
  running: JourneySummary[];
  peopleNow: number;
  held: HeldGroup[];
  failed: FailedGroup[];
  day: DayComparison;
};

/** What is live with people now, what needs a person, and what changed since yesterday. */
export async function readHome({ sql }: Pick<Services, "sql">, { scope }: { scope: Scope }): Promise<HomeView> {
  const { workspaceId } = scope;
  const [journeys, held, failed, day] = await Promise.all([
    listJourneySummaries({ sql }, { scope }),
    selectHeldGroups(sql, { workspaceId, limit: LONGEST_LIST }),
    selectFailedGroups(sql, { workspaceId, limit: LONGEST_LIST }),
    selectDayComparison(sql, { workspaceId }),
  ]);
  const running = journeys.filter(({ state }) => state === "live" || state === "paused");
  return {
    hasJourneys: journeys.length > 0,
    running: running.toSorted((a, b) => b.peopleNow - a.peopleNow || b.entered - a.entered).slice(0, LONGEST_LIST),
    peopleNow: journeys.reduce((sum, { peopleNow }) => sum + peopleNow, 0),
    held,
    failed,
    day,
  };
}
