import type { MessagesLike } from "../messages.ts";
import type { auth as source } from "../en/auth.ts";

export const auth: MessagesLike<typeof source> = {};
