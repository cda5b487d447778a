import { setTimeout as pause } from "node:timers/promises";
import { routePendingEvents } from "#app/server/events/route-events.server.ts";
import type { Sql } from "#db/client.ts";
import { enqueue, jobKey } from "#db/jobs.ts";
import { nudgeLanes } from "../nudge.ts";

const BUDGET_MS = 2_000;
/** Events behind a transaction that is still under way are looked at again after this long. */
const BLOCKED_PAUSE_MS = 10;
const LATER_MS = 250;

/**
 * Routes events until there are none left, at most two seconds long; then it wakes itself again. Lanes are nudged after each commit, so
 * that people move while the rest is still being routed.
 */
export async function runRoute(sql: Sql): Promise<void> {
  const deadline = performance.now() + BUDGET_MS;
  for (;;) {
    const { lanes, more, isBlocked } = await routePendingEvents(sql);
    await nudgeLanes(sql, lanes);
    if (!more && !isBlocked) return;
    if (performance.now() > deadline) {
      const runAt = more ? undefined : new Date(Date.now() + LATER_MS);
      return enqueue(sql, "route", {}, { key: jobKey.route, runAt });
    }
    if (!more) await pause(BLOCKED_PAUSE_MS);
  }
}
