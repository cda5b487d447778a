import { LANE_COUNT } from "#db/jobs.ts";
import { releaseJourneyIntents } from "#db/queries/effects.ts";
import type { JourneyRow } from "#db/queries/journeys.ts";
import { nudge } from "#worker/nudge.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { changeState } from "./change-state.server.ts";

const everyLane = Array.from({ length: LANE_COUNT }, (_, lane) => lane);

/** Lets a paused journey run on and wakes the engine for whoever and whatever has become due. Editors and up; journey.state unless paused or live. */
export async function resumeJourney(
  { db, sql }: Pick<Services, "db" | "sql">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<JourneyRow> {
  const journey = await changeState(db, { scope, journeyId, to: "live", from: ["paused"] });
  const kinds = await releaseJourneyIntents(sql, { workspaceId: scope.workspaceId, journeyId });
  await nudge(sql, {
    lanes: everyLane,
    dispatches: kinds.map((kind) => ({ kind, workspaceId: scope.workspaceId })),
  });
  return journey;
}
