import type { MessagesLike } from "../messages.ts";
import type { outbox as source } from "../en/outbox.ts";

export const outbox: MessagesLike<typeof source> = {};
