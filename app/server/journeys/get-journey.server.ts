import type { JourneyRow } from "#db/queries/journeys.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { findJourney } from "./find-journey.server.ts";

/** Name, state, live version and epoch of one journey. Throws request.not_found for a missing and for a foreign one alike. */
export async function getJourney(
  { db }: Pick<Services, "db">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<JourneyRow> {
  return findJourney(db, { workspaceId: scope.workspaceId, journeyId });
}
