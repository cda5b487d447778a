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

/** Takes the bucket until the transaction ends; false when somebody else holds it. */
export async function tryLockBucket(tx: SqlOrTx, bucket: number): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`
    select pg_try_advisory_xact_lock(${BUCKET_LOCK}::int, ${bucket}::int) as taken`;
  return row?.taken ?? false;
}
