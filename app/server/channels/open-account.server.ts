import type { SendingChannel } from "#db/queries/channels.ts";
import { AppError } from "../../errors/app-error.ts";
import type { SenderAccount } from "../../providers/sender.server.ts";
import { openSecret } from "../security/secret-box.server.ts";
import type { Services } from "../services.server.ts";

/** The account behind a channel, its secret opened. Throws channel.key_refused when it was sealed under another installation secret. */
export function openAccount(
  { secret }: Pick<Services, "secret">,
  workspaceId: number,
  channel: SendingChannel,
): SenderAccount {
  const account = { channelId: channel.id, settings: channel.settings };
  if (channel.secret === null) return { ...account, secret: undefined };
  try {
    return { ...account, secret: openSecret(secret, { workspaceId, purpose: "channel" }, channel.secret) };
  } catch (cause) {
    throw new AppError("channel.key_refused", {}, { cause });
  }
}
