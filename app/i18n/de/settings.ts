import type { MessagesLike } from "../messages.ts";
import type { settings as source } from "../en/settings.ts";

export const settings: MessagesLike<typeof source> = {};
