import type { Sql, SqlOrTx } from "#db/client.ts";
import { type PendingEvent, readLiveJourneys } from "#db/queries/router.ts";
import { findProgram } from "#worker/program-cache.ts";
import { type Trigger, type Triggers, triggerKey } from "./walk-events.ts";

/** The entries of live journeys that the given events may meet. A version that cannot run lets nobody in. */
export async function loadTriggers(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  events: readonly Pick<PendingEvent, "workspaceId" | "name">[],
): Promise<Triggers> {
  const names = new Set(
    events.flatMap((event) => (event.name === "" ? [] : [triggerKey(event.workspaceId, event.name)])),
  );
  const triggers = new Map<string, Trigger[]>();
  if (names.size === 0) return triggers;
  const workspaceIds = [...new Set(events.map((event) => event.workspaceId))];
  for (const { workspaceId, journeyId, versionId } of await readLiveJourneys(tx, workspaceIds)) {
    const program = await findProgram(sql, versionId, tx);
    for (const node of program?.entries ?? []) {
      const { entry } = node.bound;
      if (entry?.eventName === undefined) continue;
      const key = triggerKey(workspaceId, entry.eventName);
      if (!names.has(key)) continue;
      const trigger: Trigger = {
        journeyId,
        versionId,
        node: node.index,
        reentry: entry.reentry,
        accepts: entry.accepts,
      };
      triggers.set(key, [...(triggers.get(key) ?? []), trigger]);
    }
  }
  return triggers;
}
