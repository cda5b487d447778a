import { z } from "zod";
import { enqueue, jobKey } from "#db/jobs.ts";
import { listChannels, updateChannel as storeChannel, wakeChannelBatches } from "#db/queries/channels.ts";
import { AppError } from "../../errors/app-error.ts";
import { senderSettingsSchema } from "../../providers/provider.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import { sealSecret } from "../security/secret-box.server.ts";
import type { Services } from "../services.server.ts";
import { channelNameSchema, checkSecret, settingsOf } from "./channel-input.server.ts";
import type { NewChannel } from "./create-channel.server.ts";

const inputSchema = z.strictObject({
  name: channelNameSchema.optional(),
  sender: senderSettingsSchema.optional(),
  secret: z.string().max(300).optional(),
  isPaused: z.boolean().optional(),
});

export type ChannelChanges = Partial<Omit<NewChannel, "provider">> & { isPaused?: boolean };

/**
 * Changes what is given; a secret that is left out stays. Switching a paused channel on sends what has waited. Admins and owners only.
 * Throws request.not_found or request.invalid.
 */
export async function updateChannel(
  { sql, secret: installationSecret }: Pick<Services, "sql" | "secret">,
  { scope, channelId, ...input }: ChannelChanges & { scope: Scope; channelId: number },
): Promise<void> {
  requireRole(scope, "admin");
  const { name, sender, secret, isPaused } = parseInput(inputSchema, input);
  const { workspaceId } = scope;
  await sql.begin(async (tx) => {
    const channel = (await listChannels(tx, { workspaceId })).find(({ id }) => id === channelId);
    if (channel === undefined) throw new AppError("request.not_found");
    const plain = checkSecret(channel.provider, secret, { isRequired: false });
    const sealed =
      plain === undefined ? undefined : sealSecret(installationSecret, { workspaceId, purpose: "channel" }, plain);
    await storeChannel(tx, {
      workspaceId,
      channelId,
      name,
      settings: sender && settingsOf(sender),
      secret: sealed,
      isPaused,
    });
    if (isPaused !== false) return;
    await wakeChannelBatches(tx, { workspaceId, channelId });
    await enqueue(tx, "dispatch", { kind: "email", workspaceId }, { key: jobKey.dispatch("email", workspaceId) });
  });
}
