import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";

/** One router at a time, in the whole installation. */
const ROUTER_LOCK = 7_015_404;

export type PendingEvent = {
  id: number;
  xid: string;
  workspaceId: number;
  messageId: string;
  type: "identify" | "track" | "page" | "screen" | "group" | "alias";
  name: string;
  userId: string | null;
  anonymousId: string | null;
  payload: JsonObject;
  at: Date;
};

/** Becomes the router until the transaction ends; false while another one is. */
export async function tryBecomeRouter(tx: SqlOrTx): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${ROUTER_LOCK}::bigint) as taken`;
  return row?.taken ?? false;
}

/** Waits until no router is at work and keeps it so until the transaction ends. */
export async function keepRouterOut(tx: SqlOrTx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${ROUTER_LOCK}::bigint)`;
}

/**
 * The next events behind the cursor, in the order of (transaction, id), as far as no transaction is under way that could still
 * commit an earlier one. `isBlocked` says that more lie behind such a transaction.
 */
export async function readPendingEvents(
  tx: SqlOrTx,
  { limit }: { limit: number },
): Promise<{ events: PendingEvent[]; isBlocked: boolean }> {
  const [cursor] = await tx<{ xid: string; eventId: string }[]>`
    select xid::text as xid, event_id::text as "eventId" from router_cursor where name = 'events'`;
  if (!cursor) throw new Error("The router's cursor is missing");
  // Without the table's name the order would be that of the text in the result, where 1000 comes before 999.
  const events = await tx<PendingEvent[]>`
    select id, xid::text as xid, workspace_id as "workspaceId", message_id as "messageId", type, name, user_id as "userId",
      anonymous_id as "anonymousId", payload, at
    from event
    where (xid, id) > (${cursor.xid}::text::xid8, ${cursor.eventId}::text::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by event.xid, event.id limit ${limit}::int`;
  if (events.length > 0) return { events: [...events], isBlocked: false };
  const [rest] = await tx<{ isBlocked: boolean; isForeign: boolean }[]>`
    select exists (select 1 from event where (xid, id) > (${cursor.xid}::text::xid8, ${cursor.eventId}::text::bigint)) as "isBlocked",
      exists (select 1 from event where xid >= pg_snapshot_xmax(pg_current_snapshot())) as "isForeign"`;
  if (rest?.isForeign) await adoptRestoredEvents(tx, cursor);
  return { events: [], isBlocked: (rest?.isBlocked || rest?.isForeign) ?? false };
}

/**
 * After a dump was restored into another cluster its transaction numbers lie in the future, where they would hide new events. The
 * restored events get numbers from before any transaction: 1 if they had been routed, 2 if not.
 */
async function adoptRestoredEvents(tx: SqlOrTx, cursor: { xid: string; eventId: string }): Promise<void> {
  const [last] = await tx<{ id: string }[]>`
    select max(id)::text as id from event where xid >= pg_snapshot_xmax(pg_current_snapshot())`;
  if (!last) return;
  await tx`
    update event set xid = case when (xid, id) <= (${cursor.xid}::text::xid8, ${cursor.eventId}::text::bigint) then '1' else '2' end::xid8
    where id <= ${last.id}::text::bigint`;
  await tx`update router_cursor set xid = '1', event_id = ${last.id}::text::bigint where name = 'events'`;
}

/** Everything up to and including this event is routed. */
export async function moveRouterCursor(tx: SqlOrTx, { xid, id }: Pick<PendingEvent, "xid" | "id">): Promise<void> {
  await tx`update router_cursor set xid = ${xid}::text::xid8, event_id = ${id}::bigint where name = 'events'`;
}

export type EventFault = { eventId: number; workspaceId: number; reason: string };

/** Sets events aside with the reason why they could not be routed. */
export async function insertEventFaults(tx: SqlOrTx, faults: readonly EventFault[]): Promise<void> {
  for (const { eventId, workspaceId, reason } of faults) {
    await tx`insert into event_fault (event_id, workspace_id, reason)
      values (${eventId}, ${workspaceId}, ${reason.slice(0, 500)}) on conflict (event_id) do nothing`;
  }
}

export type LiveJourney = { workspaceId: number; journeyId: number; versionId: number };

/** Journeys that let people in, of the given workspaces. */
export async function readLiveJourneys(tx: SqlOrTx, workspaceIds: readonly number[]): Promise<LiveJourney[]> {
  return tx<LiveJourney[]>`
    select workspace_id as "workspaceId", id as "journeyId", live_version_id as "versionId" from journey
    where workspace_id = any(${[...workspaceIds]}::int[]) and state = 'live' and live_version_id is not null
    order by id`;
}
