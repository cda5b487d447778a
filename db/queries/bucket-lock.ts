import type { SqlOrTx } from "../client.ts";
import { numberArray } from "./array-literal.ts";

/** First key of the advisory locks on buckets; the second one is the bucket. */
const BUCKET_LOCK = 7_015_403;

/** Waits for the buckets in ascending order and keeps them until the transaction ends, so that holders of several never deadlock. */
export async function lockBuckets(tx: SqlOrTx, buckets: readonly number[]): Promise<void> {
  if (buckets.length === 0) return;
  const ascending = [...new Set(buckets)].sort((left, right) => left - right);
  await tx`select pg_advisory_xact_lock(${BUCKET_LOCK}::int, bucket) from unnest(${numberArray(ascending)}::int[]) as bucket`;
}

/** Takes those of the buckets that nobody holds, until the transaction ends; returns which. */
export async function tryLockBuckets(tx: SqlOrTx, buckets: readonly number[]): Promise<number[]> {
  const rows = await tx<{ bucket: number }[]>`
    select bucket from unnest(${numberArray(buckets)}::int[]) as bucket
    where pg_try_advisory_xact_lock(${BUCKET_LOCK}::int, bucket)`;
  return rows.map((row) => row.bucket);
}
