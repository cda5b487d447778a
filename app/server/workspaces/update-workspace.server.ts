import { updateWorkspace as storeWorkspace } from "#db/queries/workspaces.ts";
import type { Language } from "../../i18n/messages.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Changes a workspace's name, language and time zone. Admins and owners only. */
export async function updateWorkspace(
  { sql }: Pick<Services, "sql">,
  { scope, ...values }: { scope: Scope; name: string; language: Language; timeZone: string },
): Promise<void> {
  requireRole(scope, "admin");
  await storeWorkspace(sql, { workspaceId: scope.workspaceId, ...values });
}
