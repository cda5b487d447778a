import type { MessagesLike } from "../messages.ts";
import type { home as source } from "../en/home.ts";

export const home: MessagesLike<typeof source> = {};
