import type { MessagesLike } from "../messages.ts";
import type { nodes as source } from "../en/nodes.ts";

export const nodes: MessagesLike<typeof source> = {};
