import { z } from "zod";
import { insertJourney } from "#db/queries/journeys.ts";
import { journeyNameSchema } from "../../api/schemas.ts";
import { emptyGraph, type JourneyGraph, journeyGraphSchema } from "../../engine/graph.ts";
import { createDraft } from "../collab/draft-store.server.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { refuseUnkeepable } from "./refuse-unkeepable.server.ts";

const inputSchema = z.object({ name: journeyNameSchema, graph: journeyGraphSchema.default(emptyGraph) });

/** A new journey with its draft, both or neither; returns its id. Editors and up; request.invalid for names and graphs that cannot be kept. */
export async function createJourney(
  { db }: Pick<Services, "db">,
  { scope, ...input }: { scope: Scope; name: string; graph?: JourneyGraph | undefined },
): Promise<{ journeyId: number }> {
  requireRole(scope, "editor");
  const { name, graph } = parseInput(inputSchema, input);
  refuseUnkeepable(graph);
  const { workspaceId, actorId } = scope;
  return db.transaction(async (tx) => {
    const journeyId = await insertJourney(tx, { workspaceId, name, createdBy: actorId });
    await createDraft(tx, { workspaceId, journeyId, graph });
    return { journeyId };
  });
}
