import { z } from "zod";
import { type ChannelProvider, insertChannel, lockWorkspaceChannels } from "#db/queries/channels.ts";
import { AppError } from "../../errors/app-error.ts";
import { senderSettingsSchema } from "../../providers/provider.ts";
import { providerIds } from "../../providers/registry.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import { sealSecret } from "../security/secret-box.server.ts";
import type { Services } from "../services.server.ts";
import { channelNameSchema, checkSecret, settingsOf } from "./channel-input.server.ts";

const inputSchema = z.strictObject({
  provider: z.enum(providerIds),
  name: channelNameSchema,
  sender: senderSettingsSchema,
  secret: z.string().max(300).optional(),
});

export type NewChannel = {
  provider: ChannelProvider;
  name: string;
  sender: { fromName: string; fromEmail: string; replyTo?: string | undefined };
  secret?: string | undefined;
};

/** Adds a channel; the first of a workspace is its default. Admins and owners only. Throws request.invalid with the wrong fields. */
export async function createChannel(
  { sql, secret: installationSecret }: Pick<Services, "sql" | "secret">,
  { scope, ...input }: NewChannel & { scope: Scope },
): Promise<{ channelId: number }> {
  requireRole(scope, "admin");
  const { provider, name, sender, secret } = parseInput(inputSchema, input);
  const plain = checkSecret(provider, secret, { isRequired: true });
  const { workspaceId } = scope;
  const sealed =
    plain === undefined ? undefined : sealSecret(installationSecret, { workspaceId, purpose: "channel" }, plain);
  return sql.begin(async (tx) => {
    if (!(await lockWorkspaceChannels(tx, { workspaceId }))) throw new AppError("request.not_found");
    return {
      channelId: await insertChannel(tx, { workspaceId, provider, name, settings: settingsOf(sender), secret: sealed }),
    };
  });
}
