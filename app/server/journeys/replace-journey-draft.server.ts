import { lockDraft } from "#db/queries/collab.ts";
import { graphHash } from "../../engine/canonical.ts";
import type { GraphProblem } from "../../engine/check-graph.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { AppError } from "../../errors/app-error.ts";
import { readDraft, replaceDraft } from "../collab/draft-store.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { checkDraft } from "./check-draft.server.ts";
import { findJourney } from "./find-journey.server.ts";
import { refuseUnkeepable } from "./refuse-unkeepable.server.ts";

export type ReplacedDraft = { graph: JourneyGraph; hash: string; problems: GraphProblem[] };

/**
 * Replaces the draft for everybody who works on it, and says what keeps it from being published. Editors and up. Throws
 * conflict.changed when the draft is no longer the one with `expectedHash`, journey.state when archived, request.invalid for a graph
 * whose nodes or paths are not distinct.
 */
export async function replaceJourneyDraft(
  { db, environment }: Pick<Services, "db" | "environment">,
  {
    scope,
    journeyId,
    graph,
    expectedHash,
  }: { scope: Scope; journeyId: number; graph: JourneyGraph; expectedHash?: string | undefined },
): Promise<ReplacedDraft> {
  requireRole(scope, "editor");
  const key = { workspaceId: scope.workspaceId, journeyId };
  refuseUnkeepable(graph);
  return db.transaction(async (tx) => {
    // The draft's row first, as its compaction does, or the two could wait for each other.
    await lockDraft(tx, key);
    const journey = await findJourney(tx, key);
    if (journey.state === "archived") throw new AppError("journey.state", { state: journey.state });
    if (expectedHash !== undefined && expectedHash !== graphHash(await readDraft(tx, key))) {
      throw new AppError("conflict.changed");
    }
    const stored = await replaceDraft({ db: tx }, { ...key, graph, userId: scope.actorId });
    return { graph: stored, hash: graphHash(stored), problems: checkDraft(stored, { environment }).problems };
  });
}
