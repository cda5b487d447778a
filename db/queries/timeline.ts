import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { textArray } from "./array-literal.ts";

type TimelinePosition = { at: string; key: string };
export type TimelineQuery = {
  workspaceId: number;
  customerId: number;
  /** Only entries before this one. */
  before?: TimelinePosition | undefined;
  limit: number;
};

/** `at` as text with microseconds; `key` orders entries of the same instant: what came in, then steps, then messages. */
type Placed = { at: string; key: string };

export type EventTimelineRow = Placed & {
  source: "event";
  type: "identify" | "track" | "page" | "screen" | "group" | "alias";
  name: string;
  messageId: string;
  payload: JsonObject;
};
export type StepTimelineRow = Placed & {
  source: "step";
  runId: number;
  versionId: number;
  kind: number;
  fromNode: number;
  port: number;
  toNode: number;
};
export type MessageTimelineRow = Placed & {
  source: "message";
  intentId: number;
  runId: number;
  versionId: number;
  node: number;
  kind: number;
  state: "sending" | "accepted" | "rejected" | "unknown" | "cancelled";
  recipient: string;
  subject: string;
  reason: string | null;
  settledAt: Date | null;
};

/** Calls that came in under one of the customer's ids, latest first. */
export async function selectEventEntries(
  sql: SqlOrTx,
  query: TimelineQuery & { userIds: readonly string[]; anonymousIds: readonly string[] },
): Promise<EventTimelineRow[]> {
  const { workspaceId, userIds, anonymousIds, before, limit } = query;
  return sql<EventTimelineRow[]>`
    select 'event' as source, at::text as at, key, type, name, message_id as "messageId", payload
    from (
      select *, 'a' || lpad(id::text, 19, '0') as key from event
      where workspace_id = ${workspaceId} and (
        user_id = any(${textArray(userIds)}::text[])
        or (user_id is null and anonymous_id = any(${textArray(anonymousIds)}::text[]))
      )
    ) as entry
    where ${earlier(sql, before)}
    order by entry.at desc, key collate "C" desc limit ${limit}`;
}

/** Transitions of the customer's runs, latest first. */
export async function selectStepEntries(sql: SqlOrTx, query: TimelineQuery): Promise<StepTimelineRow[]> {
  const { workspaceId, customerId, before, limit } = query;
  return sql<StepTimelineRow[]>`
    select 'step' as source, at::text as at, key, run_id as "runId", version_id as "versionId", kind, from_node as "fromNode", port,
      to_node as "toNode"
    from (
      select *, 'b' || lpad(run_id::text, 19, '0') || lpad(step::text, 10, '0') as key from step_log
      where bucket = (${customerId}::bigint & 255)::smallint and workspace_id = ${workspaceId} and run_id in (
        select id from run
        where bucket = (${customerId}::bigint & 255)::smallint and customer_id = ${customerId}::bigint
          and journey_id = any(array(select id from journey where workspace_id = ${workspaceId}))
      )
    ) as entry
    where ${earlier(sql, before)}
    order by entry.at desc, key collate "C" desc limit ${limit}`;
}

/** Messages of the customer's runs by when they were frozen, latest first. */
export async function selectMessageEntries(sql: SqlOrTx, query: TimelineQuery): Promise<MessageTimelineRow[]> {
  const { workspaceId, customerId, before, limit } = query;
  return sql<MessageTimelineRow[]>`
    select 'message' as source, at::text as at, key, intent_id as "intentId", run_id as "runId", version_id as "versionId", node, kind,
      state, recipient, subject, reason, settled_at as "settledAt"
    from (
      select *, created_at as at, 'c' || lpad(intent_id::text, 19, '0') as key from message
      where customer_id = ${customerId}::bigint and workspace_id = ${workspaceId}
    ) as entry
    where ${earlier(sql, before)}
    order by entry.at desc, key collate "C" desc limit ${limit}`;
}

function earlier(sql: SqlOrTx, before: TimelinePosition | undefined) {
  if (before === undefined) return sql`true`;
  return sql`(entry.at, key collate "C") < (${before.at}::text::timestamptz, ${before.key}::text collate "C")`;
}
