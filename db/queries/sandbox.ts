import type { Sql } from "../client.ts";
import { numberArray, textArray } from "./array-literal.ts";

export type SandboxDelivery = {
  channelId: number;
  idempotencyKey: string;
  requestHash: string;
  requests: readonly string[];
  ids: readonly string[];
};
export type SandboxRow = { id: string; position: number; requestHash: string };

/** Keeps the messages under their key unless the key is known; returns what stands under the key afterwards, in order. */
export async function deliverToSandbox(
  sql: Sql,
  { channelId, idempotencyKey, requestHash, requests, ids }: SandboxDelivery,
): Promise<SandboxRow[]> {
  const positions = numberArray(requests.map((_, position) => position));
  const inserted = await sql<SandboxRow[]>`
    insert into sandbox_message (id, channel_id, idempotency_key, position, request_hash, request)
    select id, ${channelId}::int, ${idempotencyKey}::text, position, ${requestHash}::text, request::jsonb
    from unnest(${textArray(ids)}::text[], ${positions}::smallint[], ${textArray(requests)}::text[]) as delivery(id, position, request)
    order by position
    on conflict (channel_id, idempotency_key, position) do nothing
    returning id, position, request_hash as "requestHash"`;
  // All or nothing: a sender of the same key at the same moment waits for the first row and then inserts none.
  if (inserted.length === requests.length) return [...inserted];
  return sql<SandboxRow[]>`
    select id, position, request_hash as "requestHash" from sandbox_message
    where channel_id = ${channelId} and idempotency_key = ${idempotencyKey} order by position`;
}

/** How many messages the sandbox has kept for one channel. */
export async function countSandboxMessages(sql: Sql, { channelId }: { channelId: number }): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*) as count from sandbox_message where channel_id = ${channelId}`;
  return row?.count ?? 0;
}
