import { selectDraftEpoch } from "#db/queries/collab.ts";
import { selectLiveVersion } from "#db/queries/journeys.ts";
import type { CanvasData } from "../../canvas/canvas-data.ts";
import { AppError } from "../../errors/app-error.ts";
import { readDraft } from "../collab/draft-store.server.ts";
import { listVocabulary } from "../customers/list-vocabulary.server.ts";
import { hasRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { findJourney } from "./find-journey.server.ts";

/** Everything that the canvas of a journey shows first. Throws request.not_found for a missing and for a foreign journey alike. */
export async function loadCanvas(
  { db, sql }: Pick<Services, "db" | "sql">,
  { scope, journeyId }: { scope: Scope; journeyId: number },
): Promise<Omit<CanvasData, "userId">> {
  const { workspaceId } = scope;
  const key = { workspaceId, journeyId };
  const [journey, graph, epoch, live, vocabulary] = await Promise.all([
    findJourney(db, key),
    readDraft(db, key),
    selectDraftEpoch(db, key),
    selectLiveVersion(db, key),
    listVocabulary({ sql }, { workspaceId }),
  ]);
  if (epoch === undefined) throw new AppError("request.not_found");
  return {
    journey: { id: journey.id, name: journey.name, state: journey.state, liveVersion: journey.liveVersion?.number },
    epoch,
    graph,
    liveGraph: live?.graph,
    canEdit: hasRole(scope, "editor") && journey.state !== "archived",
    vocabulary,
  };
}
