import type { DbOrTx } from "#db/client.ts";
import { type JourneyRow, lockJourney, selectJourney } from "#db/queries/journeys.ts";
import { AppError } from "../../errors/app-error.ts";

/** The journey of this workspace. Throws request.not_found for a missing and for a foreign one alike. */
export async function findJourney(db: DbOrTx, key: { workspaceId: number; journeyId: number }): Promise<JourneyRow> {
  return present(await selectJourney(db, key));
}

/** As `findJourney`, holding the journey's row until the transaction ends. */
export async function findJourneyLocked(
  tx: DbOrTx,
  key: { workspaceId: number; journeyId: number },
): Promise<JourneyRow> {
  return present(await lockJourney(tx, key));
}

function present(journey: JourneyRow | undefined): JourneyRow {
  if (journey === undefined) throw new AppError("request.not_found");
  return journey;
}
