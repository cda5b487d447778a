import { insertVersion, type JourneyState, updateJourney } from "#db/queries/journeys.ts";
import { graphHash } from "../../engine/canonical.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { AppError } from "../../errors/app-error.ts";
import { readDraft } from "../collab/draft-store.server.ts";
import type { Environment } from "../env.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { checkDraft, describeProblems } from "./check-draft.server.ts";
import { findJourneyLocked } from "./find-journey.server.ts";

export type Published = {
  journeyId: number;
  versionId: number;
  version: number;
  hash: string;
  state: JourneyState;
  publishedAt: Date;
};

/**
 * Freezes the stored draft as the next version and lets new people enter it; a paused journey stays paused. Editors and up. Changes
 * nothing and throws journey.invalid (with the faulty steps), journey.unchanged, journey.state when archived, or conflict.changed
 * when the draft is no longer the one with `expectedHash`.
 */
export async function publishJourney(
  { db, environment }: Pick<Services, "db" | "environment">,
  { scope, journeyId, expectedHash }: { scope: Scope; journeyId: number; expectedHash?: string | undefined },
): Promise<Published> {
  requireRole(scope, "editor");
  const key = { workspaceId: scope.workspaceId, journeyId };
  return db.transaction(async (tx) => {
    // With the row held, two publishes of one draft make one version: the second finds it live already.
    const journey = await findJourneyLocked(tx, key);
    if (journey.state === "archived") throw new AppError("journey.state", { state: journey.state });
    const graph = await readDraft(tx, key);
    const hash = graphHash(graph);
    if (expectedHash !== undefined && expectedHash !== hash) throw new AppError("conflict.changed");
    refuseUnrunnable(graph, environment);
    if (journey.liveVersion?.hash === hash) throw new AppError("journey.unchanged");
    const { id, number, publishedAt } = await insertVersion(tx, { ...key, graph, hash, publishedBy: scope.actorId });
    const state = journey.state === "paused" ? "paused" : "live";
    await updateJourney(tx, { ...key, state, liveVersionId: id });
    return { journeyId, versionId: id, version: number, hash, state, publishedAt };
  });
}

function refuseUnrunnable(graph: JourneyGraph, environment: Environment): void {
  const { ok, problems } = checkDraft(graph, { environment });
  if (ok) return;
  const faults = describeProblems(problems.filter(({ severity }) => severity === "error"));
  throw new AppError(
    "journey.invalid",
    { problems: faults.length },
    {
      faults: faults.map(({ path, code, message }) => ({ path, code, message })),
    },
  );
}
