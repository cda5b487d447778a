import type { Sql } from "#db/client.ts";
import { enqueue, jobKey } from "#db/jobs.ts";

/** `add_job` costs as much as fifteen inserts and its NOTIFY serialises commits. */
const PAUSE_MS = 50;

export type RouteNudge = { nudge: () => void; close: () => Promise<void> };

/**
 * Wakes the router after a commit: at once when the last wake-up is 50 ms old, else when it will be, so the last commit of a burst
 * is always followed by one. A wake-up that fails is made good by the next one or by the minute's re-arming.
 */
export function createRouteNudge(sql: Sql): RouteNudge {
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;
  let sending: Promise<void> | undefined;

  const send = (): void => {
    timer = undefined;
    isWanted = false;
    lastAt = performance.now();
    sending = enqueue(sql, "route", {}, { key: jobKey.route })
      .catch(() => undefined)
      .then(() => {
        sending = undefined;
        if (isWanted) plan();
      });
  };
  const plan = (): void => {
    const waitMs = lastAt + PAUSE_MS - performance.now();
    if (waitMs <= 0) send();
    else timer ??= setTimeout(send, waitMs);
  };
  const nudge = (): void => {
    isWanted = true;
    if (timer === undefined && sending === undefined) plan();
  };
  const close = async (): Promise<void> => {
    for (;;) {
      if (timer !== undefined) {
        clearTimeout(timer);
        send();
      }
      if (sending === undefined) return;
      await sending;
    }
  };
  return { nudge, close };
}
