import { deleteMember, lockMembers } from "#db/queries/members.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { assertMayManage, assertOwnerRemains } from "./member-rules.server.ts";

/**
 * Takes somebody out of the workspace. Admins and owners only, except that everybody may leave; only owners remove owners. Throws
 * member.last_owner, and request.not_found for somebody who is no member here.
 */
export async function removeMember(
  { sql }: Pick<Services, "sql">,
  { scope, userId }: { scope: Scope; userId: string },
): Promise<void> {
  const isLeaving = scope.actorId === userId;
  if (!isLeaving) requireRole(scope, "admin");
  await sql.begin(async (tx) => {
    const members = await lockMembers(tx, { workspaceId: scope.workspaceId });
    if (!isLeaving) assertMayManage(scope, members, { userId });
    assertOwnerRemains(members, { without: userId });
    await deleteMember(tx, { workspaceId: scope.workspaceId, userId });
  });
}
