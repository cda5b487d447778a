import type { Sql, SqlOrTx } from "#db/client.ts";
import { bucketOf } from "#db/jobs.ts";
import { lockBuckets } from "#db/queries/bucket-lock.ts";
import { readWaiters } from "#db/queries/event-counts.ts";
import { findIdentified, findIdentities, readCustomers } from "#db/queries/identity.ts";
import {
  insertEventFaults,
  moveRouterCursor,
  type PendingEvent,
  readPendingEvents,
  tryBecomeRouter,
} from "#db/queries/router.ts";
import { isDatabaseAway } from "../http/problem.server.ts";
import { loadTriggers } from "./load-triggers.server.ts";
import { identitiesOf, planIdentities } from "./plan-identities.ts";
import { createStrangers, finalPersons, settlePersons } from "./settle-persons.server.ts";
import { type Walk, walkEvents } from "./walk-events.ts";
import { writeWalk } from "./write-walk.server.ts";

export type RouteResult = {
  /** Events routed by this call. */
  events: number;
  /** Lanes that have runs due now; to be nudged. */
  lanes: number[];
  /** Whether to call again at once. */
  more: boolean;
  /** Events lie behind a transaction that is still under way, or another router is at work: call again shortly. */
  isBlocked: boolean;
};

const BATCH_EVENTS = 1_000;

/**
 * Routes the next events in commit order, in one transaction: who they are from, what they teach about them, whom they let into
 * journeys and whom they wake. What the database refuses is halved until one event is left, which is set aside.
 */
export async function routePendingEvents(
  sql: Sql,
  { limit = BATCH_EVENTS }: { limit?: number } = {},
): Promise<RouteResult> {
  try {
    return await sql.begin((tx) => routeBatch({ sql, tx }, limit));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (isConflict(error)) return { events: 0, lanes: [], more: false, isBlocked: true };
    if (limit > 1) return { ...(await routePendingEvents(sql, { limit: Math.ceil(limit / 4) })), more: true };
    return sql.begin((tx) => setAside(tx, error));
  }
}

async function routeBatch({ sql, tx }: { sql: Sql; tx: SqlOrTx }, limit: number): Promise<RouteResult> {
  if (!(await tryBecomeRouter(tx))) return { events: 0, lanes: [], more: false, isBlocked: true };
  const { events, isBlocked } = await readPendingEvents(tx, { limit });
  const last = events.at(-1);
  if (last === undefined) return { events: 0, lanes: [], more: false, isBlocked };
  const lanes = await route({ sql, tx }, events);
  await moveRouterCursor(tx, last);
  // A short batch may have ended at a transaction that is still under way, so the next look decides.
  return { events: events.length, lanes, more: true, isBlocked: false };
}

async function route({ sql, tx }: { sql: Sql; tx: SqlOrTx }, events: readonly PendingEvent[]): Promise<number[]> {
  const known = await findIdentities(tx, identitiesOf(events));
  const stored = [...new Set(known.map((identity) => identity.customerId))];
  const planned = planIdentities(events, known, await findIdentified(tx, stored));
  const persons = finalPersons(planned);
  const created = await createStrangers(tx, persons);
  const triggers = await loadTriggers({ sql, tx }, events);
  await lockBuckets(tx, [...stored, ...created.values()].map(bucketOf));
  const customers = new Map((await readCustomers(tx, stored)).map((customer) => [customer.id, customer]));
  const walk = walkEvents(planned, customers, triggers);
  const waiters = await readWaiters(tx, pairsOf(walk));
  const customerOf = await settlePersons({ sql, tx }, { persons, created });
  return writeWalk(tx, { walk, customerOf, waiters });
}

function pairsOf(walk: Walk): { customerId: number; eventName: string }[] {
  const pairs = walk.wakes.flatMap(({ customerIds, event }) =>
    customerIds.map((customerId) => ({ customerId, eventName: event.name })),
  );
  return [...new Map(pairs.map((pair) => [`${pair.customerId}:${pair.eventName}`, pair])).values()];
}

/** The one event that the database refuses is passed over, with the reason. */
async function setAside(tx: SqlOrTx, error: unknown): Promise<RouteResult> {
  const blocked = { events: 0, lanes: [], more: false, isBlocked: true };
  if (!(await tryBecomeRouter(tx))) return blocked;
  const { events } = await readPendingEvents(tx, { limit: 1 });
  const [event] = events;
  if (event === undefined) return blocked;
  const reason = error instanceof Error ? error.message : String(error);
  await insertEventFaults(tx, [{ eventId: event.id, workspaceId: event.workspaceId, reason }]);
  await moveRouterCursor(tx, event);
  return { events: 1, lanes: [], more: true, isBlocked: false };
}

function isConflict(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return code === "40P01" || code === "40001" || code === "55P03" || code === "57014";
}
