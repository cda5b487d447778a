import type { MessagesLike } from "../messages.ts";
import type { canvas as source } from "../en/canvas.ts";

export const canvas: MessagesLike<typeof source> = {};
