import type { Sql } from "#db/client.ts";
import type { ClaimedRun, RunName } from "#db/queries/claim-pass.ts";
import { type PassOptions, type PassResult, runPass } from "./run-pass.ts";

/**
 * A pass that no single run can stop: when the database refuses its rows, the claim is halved until the one run is found, and that
 * one is held for a person. Rejects only when the database as a whole does not work.
 */
export async function passSafely(sql: Sql, options: PassOptions): Promise<PassResult> {
  let claimed: readonly ClaimedRun[] = [];
  const onClaim: PassOptions["onClaim"] = async (runs) => {
    claimed = runs;
    await options.onClaim?.(runs);
  };
  try {
    return await runPass(sql, { ...options, onClaim });
  } catch (error) {
    if (!isRefusal(error) || claimed.length === 0) throw error;
    const names = claimed.map(({ bucket, id }) => ({ bucket, id }));
    if (names.length > 1) return passHalves(sql, { ...options, only: names });
    const forced = { code: "step.refused", params: { reason: error.message.slice(0, 300) } };
    return runPass(sql, { ...options, only: names, forced });
  }
}

async function passHalves(sql: Sql, options: PassOptions & { only: readonly RunName[] }): Promise<PassResult> {
  const middle = Math.ceil(options.only.length / 2);
  // One after the other: both hold the same buckets.
  const first = await passSafely(sql, { ...options, only: options.only.slice(0, middle) });
  const second = await passSafely(sql, { ...options, only: options.only.slice(middle) });
  return {
    locked: first.locked,
    claimed: [...first.claimed, ...second.claimed],
    isFull: true,
    dispatches: [...first.dispatches, ...second.dispatches],
    hasEmitted: first.hasEmitted || second.hasEmitted,
  };
}

/** SQLSTATE classes that speak about the rows: wrong data, broken constraint, limit exceeded, wrong use. Others speak about the server. */
const REFUSALS = new Set(["22", "23", "42", "54", "P0"]);

function isRefusal(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && REFUSALS.has(error.code.slice(0, 2))
  );
}
