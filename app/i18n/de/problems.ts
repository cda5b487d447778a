import type { MessagesLike } from "../messages.ts";
import type { problems as source } from "../en/problems.ts";

export const problems: MessagesLike<typeof source> = {};
