import { lockWorkspaceChannels, setDefaultChannel as storeDefault } from "#db/queries/channels.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Makes a channel the one that steps without a channel of their own use. Admins and owners only. Throws request.not_found. */
export async function setDefaultChannel(
  { sql }: Pick<Services, "sql">,
  { scope, channelId }: { scope: Scope; channelId: number },
): Promise<void> {
  requireRole(scope, "admin");
  await sql.begin(async (tx) => {
    await lockWorkspaceChannels(tx, { workspaceId: scope.workspaceId });
    const isDone = await storeDefault(tx, { workspaceId: scope.workspaceId, channelId });
    if (!isDone) throw new AppError("request.not_found");
  });
}
