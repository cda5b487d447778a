import { revokeKey as revokeKeyRow } from "#db/queries/keys.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Revokes a key; requests with it are refused from then on. Admins and owners only; request.not_found for a foreign or revoked key. */
export async function revokeKey(
  { sql }: Pick<Services, "sql">,
  { scope, keyId }: { scope: Scope; keyId: number },
): Promise<void> {
  requireRole(scope, "admin");
  if (!(await revokeKeyRow(sql, { workspaceId: scope.workspaceId, keyId }))) throw new AppError("request.not_found");
}
