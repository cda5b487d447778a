import { closeAndWake } from "#worker/effects/close.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/**
 * Cancels a planned message for good; a run that waits for it leaves by its error path. Editors and up. Throws outbox.already_sent when
 * it is no longer planned, also for a message of another workspace.
 */
export async function cancelPlanned(
  { sql }: Pick<Services, "sql">,
  { scope, intentId }: { scope: Scope; intentId: number },
): Promise<void> {
  requireRole(scope, "editor");
  const closed = [{ id: intentId, recipient: "", reason: "cancelled_by_person", detail: undefined }];
  const ended = await closeAndWake(sql, { workspaceId: scope.workspaceId, state: "cancelled", closed });
  if (ended.length === 0) throw new AppError("outbox.already_sent");
}
