import { selectMembers, upsertInvitation } from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import { hasRole, requireRole, type Scope } from "../scope.server.ts";
import type { Role, Services } from "../services.server.ts";
import { makeInvitationToken } from "./invitation-token.server.ts";

const VALID_DAYS = 7;

/**
 * Makes a link by which one person joins with this role; the answer is the only place where the link stands. Admins and owners only,
 * and nobody can give more than they have. Throws conflict.exists for somebody who is a member already.
 */
export async function inviteMember(
  { sql, baseUrl }: Pick<Services, "sql" | "baseUrl">,
  { scope, email, role }: { scope: Scope & { actorId: string }; email: string; role: Role },
): Promise<{ link: string; email: string }> {
  requireRole(scope, "admin");
  if (!hasRole(scope, role)) throw new AppError("auth.forbidden", { role });
  const address = email.trim().toLowerCase();
  const members = await selectMembers(sql, { workspaceId: scope.workspaceId });
  if (members.some((member) => member.email === address)) throw new AppError("conflict.exists");
  const { token, tokenHash } = makeInvitationToken();
  await upsertInvitation(sql, {
    workspaceId: scope.workspaceId,
    email: address,
    role,
    tokenHash,
    invitedBy: scope.actorId,
    validDays: VALID_DAYS,
  });
  return { link: `${baseUrl}/invite/${token}`, email: address };
}
