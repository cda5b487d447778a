import type { JourneyRow } from "#db/queries/journeys.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { changeState } from "./change-state.server.ts";

/** Lets nobody in and freezes everybody on their way until it is resumed. Editors and up; journey.state unless it is live or paused. */
export async function pauseJourney(
  { db }: Pick<Services, "db">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<JourneyRow> {
  return changeState(db, { scope, journeyId, to: "paused", from: ["live"] });
}
