import type { MessagesLike } from "../messages.ts";
import type { customers as source } from "../en/customers.ts";

export const customers: MessagesLike<typeof source> = {};
