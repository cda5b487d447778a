import type { Db } from "#db/client.ts";
import { type JourneyRow, type JourneyState, updateJourney } from "#db/queries/journeys.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import { findJourneyLocked } from "./find-journey.server.ts";

type StateChange = { scope: Scope; journeyId: number; to: JourneyState; from: readonly JourneyState[] };

/**
 * Brings a journey into a state; one that is there already stays as it is. Editors and up. Throws journey.state when the step from
 * the present state is not allowed.
 */
export async function changeState(db: Db, { scope, journeyId, to, from }: StateChange): Promise<JourneyRow> {
  requireRole(scope, "editor");
  const key = { workspaceId: scope.workspaceId, journeyId };
  return db.transaction(async (tx) => {
    const journey = await findJourneyLocked(tx, key);
    if (journey.state === to) return journey;
    if (!from.includes(journey.state)) throw new AppError("journey.state", { state: journey.state });
    await updateJourney(tx, { ...key, state: to });
    return { ...journey, state: to };
  });
}
