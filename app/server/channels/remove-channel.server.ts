import { deleteChannel, listChannels, lockWorkspaceChannels } from "#db/queries/channels.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** Removes a channel for good. Admins and owners only. Throws channel.in_use for the default channel, else request.not_found. */
export async function removeChannel(
  { sql }: Pick<Services, "sql">,
  { scope, channelId }: { scope: Scope; channelId: number },
): Promise<void> {
  requireRole(scope, "admin");
  const { workspaceId } = scope;
  await sql.begin(async (tx) => {
    await lockWorkspaceChannels(tx, { workspaceId });
    const channel = (await listChannels(tx, { workspaceId })).find(({ id }) => id === channelId);
    if (channel === undefined) throw new AppError("request.not_found");
    if (channel.isDefault) throw new AppError("channel.in_use");
    await deleteChannel(tx, { workspaceId, channelId });
  });
}
