import type { outbox as source } from "../en/outbox.ts";
import type { MessagesLike } from "../messages.ts";
import { outboxReasons } from "./outbox-reasons.ts";

export const outbox: MessagesLike<typeof source> = {
  reasons: outboxReasons,
  mail: { footer: "Diese E-Mail kommt von {{workspace}}." },
};
