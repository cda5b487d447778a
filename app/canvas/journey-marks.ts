import type { JourneyGraph } from "../engine/graph.ts";
import { countChanges, type GraphChange, listChanges } from "./graph-changes.ts";

export type StepMark = "new" | "changed";

/** How the draft differs from what is live: as a list, as a count, and as a mark per step. */
export type JourneyMarks = { changes: readonly GraphChange[]; count: number; steps: ReadonlyMap<string, StepMark> };

export const noMarks: JourneyMarks = { changes: [], count: 0, steps: new Map() };

/** Marks against the live version. Without one the list holds everything, and no step is marked: all would be new. */
export function journeyMarks(live: JourneyGraph | undefined, draft: JourneyGraph): JourneyMarks {
  const changes = listChanges(live, draft);
  const steps = new Map<string, StepMark>();
  if (live !== undefined) {
    for (const change of changes) {
      if (change.kind === "node-added") steps.set(change.nodeId, "new");
      else if (change.kind === "settings-changed" || change.kind === "node-renamed" || change.kind === "node-retyped") {
        steps.set(change.nodeId, "changed");
      }
    }
  }
  return { changes, count: countChanges(changes), steps };
}
