import type { MergedRun } from "#db/queries/merge-customers.ts";
import { runState } from "#db/schema/run.ts";

export type MergeDecision = {
  /** Open runs that end here, because the person is in the journey by another run already. */
  ends: MergedRun[];
  /** Runs of the absorbed customers go over to the survivor, under this entry key. */
  moves: { run: MergedRun; entryKey: number }[];
};

const isOpen = ({ state }: MergedRun): boolean => state === runState.arriving || state === runState.waiting;

/** The customer that stays: who has the most open runs (they need not move), then who has the user's id, then the older one. */
export function chooseSurvivor(
  members: readonly number[],
  { runs, preferred }: { runs: readonly MergedRun[]; preferred: number | undefined },
): number {
  const openRuns = (id: number): number => runs.filter((run) => run.customerId === id && isOpen(run)).length;
  const ranked = members.toSorted(
    (left, right) =>
      openRuns(right) - openRuns(left) || Number(right === preferred) - Number(left === preferred) || left - right,
  );
  const [survivor] = ranked;
  if (survivor === undefined) throw new Error("Nobody to merge");
  return survivor;
}

/**
 * Of several runs of one person in one journey the one that entered first goes on and the others end, so that nobody gets a journey
 * twice; a `once` journey that one of them has been through before is not gone through again. Journeys that let people in with every
 * event keep all their runs.
 */
export function decideMerge(
  runs: readonly MergedRun[],
  { survivor, entersAlways }: { survivor: number; entersAlways: (versionId: number) => boolean },
): MergeDecision {
  const journeyIds = [...new Set(runs.map((run) => run.journeyId))];
  const ends = journeyIds.flatMap((journeyId) => {
    const group = runs.filter((run) => run.journeyId === journeyId);
    return group.some((run) => entersAlways(run.versionId)) ? [] : surplus(group);
  });
  const taken = new Set(runs.filter((run) => run.customerId === survivor).map(keyOf));
  const moves = runs
    .filter((run) => run.customerId !== survivor)
    .toSorted(byEntry)
    .map((run) => {
      const entryKey = taken.has(keyOf(run)) ? -run.id : run.entryKey;
      taken.add(keyOf(run));
      return { run, entryKey };
    });
  return { ends, moves };
}

const keyOf = ({ journeyId, entryKey }: MergedRun): string => `${journeyId}:${entryKey}`;

const byEntry = (left: MergedRun, right: MergedRun): number =>
  left.enteredAt.getTime() - right.enteredAt.getTime() || left.id - right.id;

function surplus(group: readonly MergedRun[]): MergedRun[] {
  const open = group.filter(isOpen).toSorted(byEntry);
  const others = (run: MergedRun): MergedRun[] => group.filter((other) => other.customerId !== run.customerId);
  const wentThrough = (run: MergedRun): boolean =>
    run.entryKey === 0 && others(run).some((other) => other.entryKey === 0 && !isOpen(other));
  const goingOn = open.filter((run) => !wentThrough(run));
  const [first] = goingOn;
  return open.filter((run) => wentThrough(run) || (first && run.customerId !== first.customerId));
}
