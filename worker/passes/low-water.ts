import { type ClaimedRun, LOWEST, type LowWater } from "#db/queries/claim-pass.ts";

const LONGEST_MS = 10_000;

/**
 * How far the full claims of each bucket and priority have come. While one old transaction is open anywhere, the index keeps the
 * entries of all runs claimed since; without these marks every claim reads them again, and the rate falls to a third. Only a hint: a
 * bucket whose claim was not full, and a mark of some age, start from the beginning, because people can make runs due in the past (a
 * journey that is resumed).
 */
export class LowWaterMarks {
  readonly #marks = new Map<number, { since: number; byPriority: Map<number, LowWater> }>();

  get(bucket: number, priority: number): LowWater {
    const mark = this.#marks.get(bucket);
    if (mark !== undefined && performance.now() - mark.since > LONGEST_MS) this.#marks.delete(bucket);
    return this.#marks.get(bucket)?.byPriority.get(priority) ?? LOWEST;
  }

  /** Claims come in order, so the last run of a bucket and priority is the highest. */
  raise(claimed: readonly ClaimedRun[]): void {
    for (const { bucket, priority, dueAt, id } of claimed) {
      const mark = this.#marks.get(bucket) ?? { since: performance.now(), byPriority: new Map<number, LowWater>() };
      this.#marks.set(bucket, mark);
      mark.byPriority.set(priority, { dueAt, id });
    }
  }

  reset(buckets: readonly number[]): void {
    for (const bucket of buckets) this.#marks.delete(bucket);
  }
}
