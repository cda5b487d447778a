import type { MessagesLike } from "../messages.ts";
import type { errors as source } from "../en/errors.ts";

export const errors: MessagesLike<typeof source> = {};
