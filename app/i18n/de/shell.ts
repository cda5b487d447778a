import type { MessagesLike } from "../messages.ts";
import type { shell as source } from "../en/shell.ts";

export const shell: MessagesLike<typeof source> = {};
