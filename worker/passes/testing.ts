import type { JsonObject } from "#app/engine/effect.ts";
import { emptyGraph, type JourneyGraph } from "#app/engine/graph.ts";
import type { Reentry } from "#app/engine/node-type.ts";
import type { Sql } from "#db/client.ts";
import { BUCKET_COUNT } from "#db/jobs.ts";
import { enterRuns } from "#db/queries/enter-runs.ts";
import { LowWaterMarks } from "./low-water.ts";
import { type PassOptions, runPass } from "./run-pass.ts";

type Step = { id: string; type: string; settings?: JsonObject };

/** A graph of `[source, port, target]` paths between steps; positions do not matter here. */
export function aGraph(steps: readonly Step[], paths: readonly [string, string, string][]): JourneyGraph {
  return {
    ...emptyGraph,
    nodes: steps.map(({ id, type, settings = {} }) => ({ id, type, name: "", position: { x: 0, y: 0 }, settings })),
    edges: paths.map(([source, port, target]) => ({ source, port, target })),
  };
}

/** A live journey with one published version. */
export async function aLiveJourney(
  sql: Sql,
  { workspaceId, graph }: { workspaceId: number; graph: JourneyGraph },
): Promise<{ journeyId: number; versionId: number }> {
  const [journey] = await sql<{ id: number }[]>`
    insert into journey (workspace_id, name, state) values (${workspaceId}, 'Test', 'live') returning id`;
  const journeyId = journey?.id ?? 0;
  const [version] = await sql<{ id: number }[]>`
    insert into journey_version (workspace_id, journey_id, number, graph, hash)
    values (${workspaceId}, ${journeyId}, 1, ${sql.json(graph)}, 'test') returning id`;
  const versionId = version?.id ?? 0;
  await sql`update journey set live_version_id = ${versionId} where id = ${journeyId}`;
  return { journeyId, versionId };
}

/** Customers with the external ids `<prefix>1`, `<prefix>2`...; `attributes` is SQL over `n`. */
export async function someCustomers(
  sql: Sql,
  {
    workspaceId,
    count,
    attributes = "'{}'::jsonb",
    prefix = "u",
  }: { workspaceId: number; count: number; attributes?: string; prefix?: string },
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    insert into customer (workspace_id, external_id, attributes)
    select ${workspaceId}, ${prefix} || n, ${sql.unsafe(attributes)} from generate_series(1, ${count}::int) as n
    returning id`;
  return rows.map((row) => row.id);
}

type Enrolment = {
  workspaceId: number;
  journeyId: number;
  versionId: number;
  customerIds: readonly number[];
  node?: number;
  key?: string;
  reentry?: Reentry;
};

/** Lets all customers in at once. */
export async function enterAll(
  sql: Sql,
  { customerIds, node = 0, key = "test", reentry = "once", ...journey }: Enrolment,
): Promise<number> {
  const { entered } = await sql.begin((tx) =>
    enterRuns(
      tx,
      customerIds.map((customerId) => ({ ...journey, customerId, node, reentry, key })),
    ),
  );
  return entered.length;
}

/** Passes over all buckets until nothing is due; returns how many visits that took. */
export async function passUntilIdle(sql: Sql, options: Omit<PassOptions, "buckets" | "marks"> = {}): Promise<number> {
  const marks = new LowWaterMarks();
  const buckets = Array.from({ length: BUCKET_COUNT }, (_, bucket) => bucket);
  for (let visits = 0; ; ) {
    const { claimed } = await runPass(sql, { ...options, buckets, marks });
    if (claimed.length === 0) return visits;
    visits += claimed.length;
  }
}
