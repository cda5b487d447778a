import type { EffectOutcome, JsonObject } from "#app/engine/effect.ts";
import type { SqlOrTx } from "#db/client.ts";
import type { WaitingRun } from "#db/queries/effect-batches.ts";
import { wakeRuns } from "#db/queries/wake-runs.ts";

export type Outcome = { outcome: EffectOutcome["outcome"]; detail?: JsonObject | undefined };

/** Tells runs that wait for an effect how it ended, in the transaction that ends it. Returns the lanes to nudge after the commit. */
export async function wakeForOutcomes(
  tx: SqlOrTx,
  runs: readonly WaitingRun[],
  outcomes: ReadonlyMap<number, Outcome>,
): Promise<number[]> {
  const wakes = runs.flatMap(({ intentId, slot, ...run }) => {
    const ended = outcomes.get(intentId);
    if (ended === undefined) return [];
    const effect: JsonObject = { slot, outcome: ended.outcome, ...(ended.detail ? { detail: ended.detail } : {}) };
    return [{ ...run, input: { kind: "effect", effect } }];
  });
  return wakeRuns(tx, wakes);
}
