import type { JourneyRow } from "#db/queries/journeys.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { changeState } from "./change-state.server.ts";

/** Puts a draft or paused journey away. Editors and up; journey.state while it is live, because people are on their way. */
export async function archiveJourney(
  { db }: Pick<Services, "db">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<JourneyRow> {
  return changeState(db, { scope, journeyId, to: "archived", from: ["draft", "paused"] });
}
