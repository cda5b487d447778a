import { updateJourney } from "#db/queries/journeys.ts";
import { journeyNameSchema } from "../../api/schemas.ts";
import { AppError } from "../../errors/app-error.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Gives a journey another name. Editors and up; request.invalid for an empty or unusable name. */
export async function renameJourney(
  { db }: Pick<Services, "db">,
  { scope, journeyId, name }: { scope: Scope; journeyId: number; name: string },
): Promise<void> {
  requireRole(scope, "editor");
  const trimmed = parseInput(journeyNameSchema, name);
  const isFound = await updateJourney(db, { workspaceId: scope.workspaceId, journeyId, name: trimmed });
  if (!isFound) throw new AppError("request.not_found");
}
