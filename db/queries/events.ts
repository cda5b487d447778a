import type { SqlOrTx } from "../client.ts";
import { numberArray, textArray, timeArray } from "./array-literal.ts";

/** One accepted call, ready to be stored. `payload` is JSON text. */
export type EventRow = {
  workspaceId: number;
  messageId: string;
  type: "identify" | "track" | "page" | "screen" | "group" | "alias";
  name: string;
  userId: string | null;
  anonymousId: string | null;
  payload: string;
  at: Date;
};

/**
 * Stores events in one statement, in the given order. A message id that its workspace has seen is left alone, also when another
 * transaction is just storing it. Two calls with the same ids in another order may deadlock; the loser throws 40P01.
 */
export async function insertEvents(sql: SqlOrTx, events: readonly EventRow[]): Promise<void> {
  await sql`
    insert into event (workspace_id, message_id, type, name, user_id, anonymous_id, payload, at)
    select workspace_id, message_id, type, name, user_id, anonymous_id, payload::jsonb, least(at, now())
    from unnest(
      ${numberArray(events.map((event) => event.workspaceId))}::int[],
      ${textArray(events.map((event) => event.messageId))}::text[],
      ${textArray(events.map((event) => event.type))}::text[],
      ${textArray(events.map((event) => event.name))}::text[],
      ${textArray(events.map((event) => event.userId))}::text[],
      ${textArray(events.map((event) => event.anonymousId))}::text[],
      ${textArray(events.map((event) => event.payload))}::text[],
      ${timeArray(events.map((event) => event.at))}::timestamptz[]
    ) with ordinality as e(workspace_id, message_id, type, name, user_id, anonymous_id, payload, at, position)
    order by position
    on conflict (workspace_id, message_id) do nothing`;
}
