export type TokenBucket = { perSecond: number; burst: number; level: number; at: number };

export function createBucket({ perSecond, burst }: { perSecond: number; burst: number }, now: number): TokenBucket {
  return { perSecond, burst, level: burst, at: now };
}

/** Takes `cost` out, below zero too; returns for how many milliseconds the sender has to wait. */
export function takeTokens(bucket: TokenBucket, cost: number, now: number): number {
  bucket.level = Math.min(bucket.burst, bucket.level + ((now - bucket.at) / 1_000) * bucket.perSecond) - cost;
  bucket.at = now;
  return bucket.level >= 0 ? 0 : Math.ceil((-bucket.level / bucket.perSecond) * 1_000);
}
