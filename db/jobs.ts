import { z } from "zod";
import type { SqlOrTx } from "./client.ts";

export const LANE_COUNT = 8;
export const BUCKET_COUNT = 256;

/** Every job and the shape of its payload. Jobs are wake-ups: a lost or doubled one is harmless, the truth stands in tables. */
export const jobPayloads = {
  /** Runs passes over the buckets of one lane (bucket >> 5). */
  advance: z.object({
    lane: z
      .int()
      .min(0)
      .max(LANE_COUNT - 1),
  }),
  /** Reads new events and routes them to customers, triggers and waiting runs. */
  route: z.object({}),
  /** Freezes and sends pending effects of one kind in one workspace. */
  dispatch: z.object({ kind: z.enum(["email", "webhook"]), workspaceId: z.int() }),
  /** Re-arms all lanes, the router and the dispatchers with open work. */
  arm: z.object({}),
  /** Creates partitions, removes what is no longer needed. */
  maintain: z.object({}),
} satisfies Record<string, z.ZodType>;

export type JobName = keyof typeof jobPayloads;
export type JobPayload<Name extends JobName> = z.infer<(typeof jobPayloads)[Name]>;

/** The key under which a job exists at most once. */
export const jobKey = {
  advance: (lane: number) => `advance:${lane}`,
  route: "route",
  dispatch: (kind: "email" | "webhook", workspaceId: number) => `dispatch:${kind}:${workspaceId}`,
};

/** A customer and all its runs, waits and effects share one bucket. */
export const bucketOf = (customerId: number): number => customerId % BUCKET_COUNT;
export const laneOf = (bucket: number): number => bucket >> 5;

/** Adds or moves a keyed wake-up. `runAt` undefined means now; with `keepsPlanned` one that is planned already keeps its time. */
export async function enqueue<Name extends JobName>(
  sql: SqlOrTx,
  name: Name,
  payload: JobPayload<Name>,
  options: { key: string; runAt?: Date | undefined; keepsPlanned?: boolean },
): Promise<void> {
  const mode = options.keepsPlanned ? "preserve_run_at" : "replace";
  await sql`select graphile_worker.add_job(${name}::text, payload := ${sql.json(payload)}::json,
    job_key := ${options.key}, job_key_mode := ${mode}, run_at := ${options.runAt ?? null}::timestamptz)`;
}

/** Wakes several lanes in one statement, now or at `runAt`. */
export async function enqueueLanes(sql: SqlOrTx, lanes: readonly number[], runAt?: Date): Promise<void> {
  const ascending = [...new Set(lanes)].sort((left, right) => left - right);
  if (ascending.length === 0) return;
  await sql`select graphile_worker.add_job('advance', payload := json_build_object('lane', lane),
    job_key := 'advance:' || lane, job_key_mode := 'replace', run_at := ${runAt ?? null}::timestamptz)
    from unnest(${`{${ascending.join(",")}}`}::int[]) as lane`;
}
