import type { ProviderId } from "./registry.ts";
import { resendSender } from "./resend/resend.server.ts";
import { sandboxSender } from "./sandbox/sandbox.server.ts";
import type { Sender } from "./sender.server.ts";

/** The acting half of every provider in the registry. */
export const senders: Readonly<Record<ProviderId, Sender>> = { sandbox: sandboxSender, resend: resendSender };
