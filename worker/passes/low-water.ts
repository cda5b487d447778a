import type { ClaimedRun, LowWater } from "#db/queries/claim-pass.ts";

const LONGEST_MS = 10_000;

/**
 * How far the full claims of each bucket and priority have come. While one old transaction is open anywhere, the index keeps the
 * entries of all runs claimed since; without these marks every claim reads them again, and the rate falls to a third. Only a hint: a
 * bucket that comes back not full, or a mark of some age, starts from the beginning, because people can make runs due in the past (a
 * journey that is resumed).
 */
export class LowWaterMarks {
  readonly #marks = new Map<number, { since: number; byPriority: Map<number, LowWater> }>();

  get(bucket: number, priority: number): LowWater | undefined {
    const mark = this.#marks.get(bucket);
    if (mark === undefined) return undefined;
    if (performance.now() - mark.since <= LONGEST_MS) return mark.byPriority.get(priority);
    this.#marks.delete(bucket);
    return undefined;
  }

  raise(bucket: number, claimed: readonly ClaimedRun[]): void {
    const mark = this.#marks.get(bucket) ?? { since: performance.now(), byPriority: new Map<number, LowWater>() };
    this.#marks.set(bucket, mark);
    // Claims come in order, so the last run of a priority is the highest.
    for (const { priority, dueAt, id } of claimed) mark.byPriority.set(priority, { dueAt, id });
  }

  reset(bucket: number): void {
    this.#marks.delete(bucket);
  }
}
