import { z } from "zod";
import type { ChannelProvider } from "#db/queries/channels.ts";
import { plainText } from "../../api/schemas.ts";
import type { JsonObject } from "../../engine/effect.ts";
import { AppError } from "../../errors/app-error.ts";
import type { SenderSettings } from "../../providers/provider.ts";
import { providerById } from "../../providers/registry.ts";
import { parseInput } from "../http/parse-input.server.ts";

/** Sender settings as they are stored: what is left out has no key. */
export function settingsOf({ fromName, fromEmail, replyTo }: SenderSettings): JsonObject {
  return replyTo === undefined ? { fromName, fromEmail } : { fromName, fromEmail, replyTo };
}

export const channelNameSchema = plainText(80).trim().min(1);

/** Checks a key against what the provider expects; undefined where it needs none. Throws request.invalid for a wrong or missing one. */
export function checkSecret(
  provider: ChannelProvider,
  secret: string | undefined,
  { isRequired }: { isRequired: boolean },
): string | undefined {
  const { secret: schema } = providerById(provider);
  if (schema === undefined || (secret === undefined && !isRequired)) {
    if (secret === undefined) return undefined;
    const fault = { path: "secret", code: "unknown_field", message: "This provider needs no key." };
    throw new AppError("request.invalid", {}, { faults: [fault] });
  }
  return parseInput(z.object({ secret: schema }), { secret }).secret;
}
