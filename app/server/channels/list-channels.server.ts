import { listChannels as selectChannels } from "#db/queries/channels.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { type ChannelView, toChannelView } from "./channel-view.ts";

/** The workspace's channels, the default first, without their secrets. */
export async function listChannels(
  { sql }: Pick<Services, "sql">,
  { scope }: { scope: Scope },
): Promise<ChannelView[]> {
  return (await selectChannels(sql, { workspaceId: scope.workspaceId })).map(toChannelView);
}
