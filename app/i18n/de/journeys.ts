import type { MessagesLike } from "../messages.ts";
import type { journeys as source } from "../en/journeys.ts";

export const journeys: MessagesLike<typeof source> = {};
