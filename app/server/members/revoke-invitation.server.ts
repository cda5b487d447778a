import { deleteInvitation } from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Makes an invitation's link useless. Admins and owners only; request.not_found for foreign or used ones. */
export async function revokeInvitation(
  { sql }: Pick<Services, "sql">,
  { scope, invitationId }: { scope: Scope; invitationId: number },
): Promise<void> {
  requireRole(scope, "admin");
  if (!(await deleteInvitation(sql, { workspaceId: scope.workspaceId, invitationId })))
    throw new AppError("request.not_found");
}
