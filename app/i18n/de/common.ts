import type { MessagesLike } from "../messages.ts";
import type { common as source } from "../en/common.ts";

export const common: MessagesLike<typeof source> = {};
