import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openSql, type Sql } from "#db/client.ts";
import { enqueueLanes, LANE_COUNT } from "#db/jobs.ts";
import { PASSES_IN_FLIGHT } from "../lanes.ts";
import { WORKER_FLAGS } from "../supervisor.ts";
import { clearScenarios, enterScenario, type Scenario, STEPS_PER_VISIT } from "./engine-scenario.ts";
import { writeLimit } from "./sql-limit.ts";

export type EngineRow = {
  name: string;
  stepsPerSecond: number;
  /** Times the naive engine, and part of the SQL limit with as many connections. */
  timesNaive: number;
  ofLimit: number | undefined;
  /** Times one process. */
  timesOne: number | undefined;
  peakMb: number | undefined;
};

type Measured = { stepsPerSecond: number; peakBytes?: number };
type Bench = { sql: Sql; url: string; runs: number; naiveRuns: number };
type Contender = { name: string; measure: (bench: Bench) => Promise<Measured>; limit?: string };

const limitName = (processes: number): string => `SQL limit, connections: ${processes * PASSES_IN_FLIGHT}`;
const engineName = (processes: number): string => `engine, processes: ${processes}`;
const NAIVE = "naive: a job per step";

const contenders: readonly Contender[] = [
  { name: NAIVE, measure: measureNaive },
  ...[1, 2].flatMap((processes): Contender[] => [
    { name: engineName(processes), measure: (bench) => measureEngine(bench, processes), limit: limitName(processes) },
    { name: limitName(processes), measure: (bench) => measureLimit(bench, processes * PASSES_IN_FLIGHT) },
  ]),
];

/**
 * Measures one visit of five steps for every run: the engine in one and two processes, the naive engine and what Postgres alone can
 * do, round by round in turn; the median of the rounds counts. The machine carries Postgres and the workers.
 */
export async function benchEngine({
  databaseUrl,
  runs = 100_000,
  naiveRuns = 1_000,
  rounds = 3,
}: {
  databaseUrl: string;
  runs?: number;
  naiveRuns?: number;
  rounds?: number;
}): Promise<EngineRow[]> {
  const sql = openSql(databaseUrl, { max: 3, applicationName: "lotse-bench" });
  const bench: Bench = { sql, url: databaseUrl, runs, naiveRuns };
  const results = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of contenders) {
      await clearScenarios(sql);
      results.get(name)?.push(await measure(bench));
    }
  }
  await sql.end();
  return rowsOf(results);
}

function rowsOf(results: ReadonlyMap<string, Measured[]>): EngineRow[] {
  const rate = (name: string): number => median((results.get(name) ?? []).map((measured) => measured.stepsPerSecond));
  return contenders.map(({ name, limit }) => {
    const peaks = (results.get(name) ?? []).flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
    return {
      name,
      stepsPerSecond: Math.round(rate(name)),
      timesNaive: round2(rate(name) / rate(NAIVE)),
      ofLimit: limit === undefined ? undefined : round2(rate(name) / rate(limit)),
      timesOne: limit === undefined ? undefined : round2(rate(name) / rate(engineName(1))),
      peakMb: peaks.length === 0 ? undefined : Math.round(Math.max(...peaks) / 2 ** 20),
    };
  });
}

const round2 = (value: number): number => Math.round(value * 100) / 100;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function measureEngine({ sql, url, runs }: Bench, processes: number): Promise<Measured> {
  const scenario = await enterScenario(sql, { runs });
  const children = await Promise.all(Array.from({ length: processes }, () => startChild("engine-process.ts", url)));
  const startedAt = performance.now();
  await enqueueLanes(
    sql,
    Array.from({ length: LANE_COUNT }, (_, lane) => lane),
  );
  await untilCounted(sql, scenario);
  const elapsedMs = performance.now() - startedAt;
  const ends = await Promise.all(children.map(stopChild));
  await assertWritten(sql, scenario);
  return {
    stepsPerSecond: (runs * STEPS_PER_VISIT * 1_000) / elapsedMs,
    peakBytes: Math.max(...ends.map((end) => end.peakBytes)),
  };
}

async function measureLimit({ sql, url, runs }: Bench, connections: number): Promise<Measured> {
  const scenario = await enterScenario(sql, { runs });
  const elapsedMs = await writeLimit(url, { connections }, scenario);
  await assertWritten(sql, scenario);
  return { stepsPerSecond: (runs * STEPS_PER_VISIT * 1_000) / elapsedMs };
}

async function measureNaive({ sql, url, naiveRuns }: Bench): Promise<Measured> {
  const scenario = await enterScenario(sql, { runs: naiveRuns });
  await sql`select graphile_worker.add_jobs(array(
    select row('naive', json_build_object('bucket', bucket, 'runId', id), null, null, null, null, null, null)::graphile_worker.job_spec
    from run where workspace_id = ${scenario.workspaceId}
  ))`;
  const startedAt = performance.now();
  const child = await startChild("naive-process.ts", url);
  await untilCounted(sql, scenario);
  const elapsedMs = performance.now() - startedAt;
  await stopChild(child);
  await assertWritten(sql, scenario);
  return { stepsPerSecond: (naiveRuns * STEPS_PER_VISIT * 1_000) / elapsedMs };
}

async function startChild(script: string, url: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    env: { ...process.env, DATABASE_URL: url },
    execArgv: [...WORKER_FLAGS],
  });
  await once(child, "message");
  return child;
}

async function stopChild(child: ChildProcess): Promise<{ peakBytes: number }> {
  const ended = once(child, "message");
  child.send("stop");
  const [report] = (await ended) as [{ peakBytes: number }];
  return report;
}

const LOOK_MS = 200;

/** Waits until every step is counted. Asking for due runs instead would scan the engine's dead index entries and take half a core. */
async function untilCounted(sql: Sql, { runs }: Scenario): Promise<void> {
  for (;;) {
    const [row] = await sql<{ steps: number }[]>`
      select (coalesce((select sum(count) from step_count where kind = 1), 0)
        + coalesce((select sum(count) from step_delta where kind = 1), 0))::bigint as steps`;
    if ((row?.steps ?? 0) >= runs * STEPS_PER_VISIT) return;
    await pause(LOOK_MS);
  }
}

/** A measurement counts only if every contender wrote all rows of every run. */
async function assertWritten(sql: Sql, { workspaceId, runs }: Scenario): Promise<void> {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*) from run where workspace_id = ${workspaceId} and state = 1 and node = 5 and step = 5) as waiting,
      (select count(*) / 5 from step_log where workspace_id = ${workspaceId} and kind = 1) as logged,
      (select sum(count)::bigint / 5 from (select count from step_delta where kind = 1 union all select count from step_count where kind = 1) as c) as counted,
      (select count(*) from effect_intent where workspace_id = ${workspaceId}) as asked,
      (select count(*) from assignment where workspace_id = ${workspaceId}) as assigned,
      (select count(*) from customer where workspace_id = ${workspaceId} and attributes->>'stage' = 'welcomed') as marked`;
  const wrong = Object.entries(row ?? {}).filter(([, count]) => count !== runs);
  if (wrong.length > 0)
    throw new Error(`Not everything was written: ${JSON.stringify(Object.fromEntries(wrong))} of ${runs}`);
}
