import { type KeyRow, selectKeys } from "#db/queries/keys.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** The open keys of a workspace, newest first, without the keys themselves. Admins and owners only. */
export async function listKeys({ sql }: Pick<Services, "sql">, { scope }: { scope: Scope }): Promise<KeyRow[]> {
  requireRole(scope, "admin");
  return selectKeys(sql, { workspaceId: scope.workspaceId });
}
