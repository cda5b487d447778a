import type { Sql } from "#db/client.ts";
import type { JsonObject } from "../engine/effect.ts";
import type { ProviderAnswer, SendRequest } from "./provider.ts";

/** The account to send with; settings as stored, the secret opened. */
export type SenderAccount = { channelId: number; settings: JsonObject; secret: string | undefined };
export type SenderSurroundings = { sql: Sql; resendBaseUrl: string | undefined };

/** The acting half of a provider. Never throws for what the service says or for silence: that is an answer too. */
export type Sender = {
  send: (surroundings: SenderSurroundings, account: SenderAccount, request: SendRequest) => Promise<ProviderAnswer>;
};
