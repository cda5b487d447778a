import { type InvitationRow, type MemberRow, selectMembers, selectOpenInvitations } from "#db/queries/members.ts";
import { hasRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Who belongs to the workspace; open invitations are for admins and owners only. */
export async function listMembers(
  { sql }: Pick<Services, "sql">,
  { scope }: { scope: Scope },
): Promise<{ members: MemberRow[]; invitations: InvitationRow[] }> {
  const { workspaceId } = scope;
  const [members, invitations] = await Promise.all([
    selectMembers(sql, { workspaceId }),
    hasRole(scope, "admin") ? selectOpenInvitations(sql, { workspaceId }) : [],
  ]);
  return { members, invitations };
}
