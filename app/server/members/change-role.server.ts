import { lockMembers, updateMemberRole } from "#db/queries/members.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Role, Services } from "../services.server.ts";
import { assertMayManage, assertOwnerRemains } from "./member-rules.server.ts";

/**
 * Gives a member another role. Admins and owners only; only owners make or unmake owners. Throws member.last_owner, and
 * request.not_found for somebody who is no member here.
 */
export async function changeRole(
  { sql }: Pick<Services, "sql">,
  { scope, userId, role }: { scope: Scope; userId: string; role: Role },
): Promise<void> {
  requireRole(scope, "admin");
  await sql.begin(async (tx) => {
    const members = await lockMembers(tx, { workspaceId: scope.workspaceId });
    assertMayManage(scope, members, { userId, newRole: role });
    if (role !== "owner") assertOwnerRemains(members, { without: userId });
    await updateMemberRole(tx, { workspaceId: scope.workspaceId, userId, role });
  });
}
