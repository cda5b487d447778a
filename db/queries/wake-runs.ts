import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";
import { numberArray, textArray } from "./array-literal.ts";
import { lockBuckets } from "./bucket-lock.ts";
import { lanesOf } from "./enter-runs.ts";

export type RunWake = {
  workspaceId: number;
  bucket: number;
  runId: number;
  /** The step at which the run waits; a run that has moved on is left alone. */
  step: number;
  /** A StepInput as JSON; times are ISO strings. */
  input: JsonObject;
};

/**
 * Hands inputs to waiting runs and makes them due. Takes the buckets' locks. The lanes returned have to be nudged after the commit.
 */
export async function wakeRuns(tx: SqlOrTx, wakes: readonly RunWake[]): Promise<number[]> {
  if (wakes.length === 0) return [];
  await lockBuckets(
    tx,
    wakes.map((wake) => wake.bucket),
  );
  const woken = await tx<{ bucket: number }[]>`
    with moment as materialized (select clock_timestamp() as at),
    wake as (
      select * from unnest(
        ${numberArray(wakes.map((wake) => wake.workspaceId))}::int[],
        ${numberArray(wakes.map((wake) => wake.bucket))}::smallint[],
        ${numberArray(wakes.map((wake) => wake.runId))}::bigint[],
        ${numberArray(wakes.map((wake) => wake.step))}::int[],
        ${textArray(wakes.map((wake) => JSON.stringify(wake.input)))}::text[]
      ) with ordinality as wake(workspace_id, bucket, run_id, step, input, position)
    ),
    woken as (
      update run set due_at = moment.at, priority = 1
      from (select distinct workspace_id, bucket, run_id, step from wake) as wake, moment
      where run.bucket = wake.bucket and run.id = wake.run_id and run.workspace_id = wake.workspace_id
        and run.step = wake.step and run.state = 1
      returning run.bucket, run.id, run.step
    ),
    handed as (
      insert into run_input (bucket, run_id, step, workspace_id, input)
      select wake.bucket, wake.run_id, wake.step, wake.workspace_id, wake.input::jsonb
      from wake join woken on woken.bucket = wake.bucket and woken.id = wake.run_id and woken.step = wake.step
      order by wake.position
    )
    select distinct bucket from woken`;
  return lanesOf(woken.map((row) => row.bucket));
}
