import type { Sql } from "#db/client.ts";
import { LANE_COUNT } from "#db/jobs.ts";
import { sweepEffects } from "./effects/dispatch.ts";
import { nudge } from "./nudge.ts";

/** Wakes everything that may have work. Whatever a crash, a lost job or a lost notification left lying goes on from here. */
export async function armAll(sql: Sql): Promise<void> {
  const lanes = Array.from({ length: LANE_COUNT }, (_, lane) => lane);
  await nudge(sql, { lanes, hasEvents: true });
  await sweepEffects(sql);
}
