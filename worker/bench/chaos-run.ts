import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openSql, type Sql } from "#db/client.ts";
import { startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { readVersionCounts, replayVersionCounts } from "#db/queries/counters.ts";
import { nudgeLanes } from "../nudge.ts";
import { aGraph, aLiveJourney, enterAll, someCustomers } from "../passes/testing.ts";
import { type Supervisor, startSupervisor, WORKER_FLAGS } from "../supervisor.ts";

export type ChaosOptions = {
  runs: number;
  /** SIGKILLs of workers in the middle of their work, and then of Postgres. */
  workerKills: number;
  postgresKills: number;
  longestMs: number;
  log?: (line: string) => void;
};

export type ChaosReport = {
  runs: number;
  /** Runs that came to the end of their journey. */
  ended: number;
  workerKills: number;
  postgresKills: number;
  steps: number;
  /** Pairs (run, step) that stand in the log more than once. */
  doubledSteps: number;
  countersEqualLog: boolean;
  /** Whether the counters say of every node that all who entered have gone. */
  isConserved: boolean;
  intents: number;
  /** Intents with exactly one message that the sandbox accepted. */
  acceptedOnce: number;
  sandboxMessages: number;
};

/** Two e-mails, a choice, an experiment, an attribute and a pause of some seconds for everybody. */
const chaosGraph = aGraph(
  [
    { id: "in", type: "manual-entry" },
    {
      id: "plan",
      type: "branch",
      settings: {
        paths: [
          {
            id: "pro",
            label: "Pro",
            condition: {
              match: "all",
              rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }],
            },
          },
        ],
      },
    },
    {
      id: "split",
      type: "experiment",
      settings: {
        variants: [
          { id: "a", label: "A", weight: 50 },
          { id: "b", label: "B", weight: 50 },
        ],
      },
    },
    { id: "mark", type: "update-attribute", settings: { changes: [{ attribute: "stage", value: "welcomed" }] } },
    { id: "first", type: "email", settings: { to: "email", subject: "First", body: "Hello" } },
    { id: "wait", type: "delay", settings: { amount: 1, unit: "hours" } },
    { id: "second", type: "email", settings: { to: "email", subject: "Second", body: "Hello again" } },
    { id: "out", type: "exit" },
  ],
  [
    ["in", "next", "plan"],
    ["plan", "pro", "split"],
    ["plan", "else", "mark"],
    ["split", "a", "mark"],
    ["split", "b", "first"],
    ["mark", "next", "first"],
    ["first", "next", "wait"],
    ["wait", "next", "second"],
    ["second", "next", "out"],
  ],
);
/** Log rows of a run, counted on the shortest way: entered, six moves, left. */
const LEAST_STEPS = 8;
/** One hour passes in about two seconds. */
const TIME_SCALE = 1_800;

/**
 * Sends people through a journey on a server of its own with two worker processes, kills workers and Postgres while they work, and
 * tells what was left when everything had come to rest. Throws an Error when it does not come to rest in time.
 */
export async function runChaos({
  runs,
  workerKills,
  postgresKills,
  longestMs,
  log = () => undefined,
}: ChaosOptions): Promise<ChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), "lotse-chaos-"));
  const postgres = await startEmbeddedPostgres(folder);
  const sql = openSql(postgres.url, { max: 3, applicationName: "lotse-chaos" });
  let supervisor: Supervisor | undefined;
  try {
    await migrateDatabase(postgres.url);
    const journey = await prepare(sql, runs);
    supervisor = startSupervisor({
      children: ["worker-1", "worker-2"].map((name) => ({ name, args: [...WORKER_FLAGS, "worker/start.ts"] })),
      environment: { ...process.env, NODE_ENV: "production", DATABASE_URL: postgres.url, LOTSE_LOG: "error" },
      postgres,
      log: (name, line) => log(`[${name}] ${line}`),
      firstPauseMs: 100,
    });
    await nudgeLanes(sql, [0, 1, 2, 3, 4, 5, 6, 7]);
    await killAtRandom(
      { sql, supervisor, postgresPid: () => postgres.process.pid },
      { ...journey, runs, workerKills, postgresKills, log },
    );
    await untilAtRest(sql, { ...journey, runs, longestMs });
    return { runs, workerKills, postgresKills, ...(await examine(sql, journey)) };
  } finally {
    await sql.end({ timeout: 1 });
    await (supervisor ?? postgres).stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Journey = { workspaceId: number; journeyId: number; versionId: number };

async function prepare(sql: Sql, runs: number): Promise<Journey> {
  const [workspace] = await sql<{ id: number }[]>`
    insert into workspace (name, time_scale) values ('Chaos', ${TIME_SCALE}) returning id`;
  const workspaceId = workspace?.id ?? 0;
  const sender = { fromName: "Chaos", fromEmail: "chaos@example.org" };
  await sql`insert into channel (workspace_id, provider, name, settings, is_default)
    values (${workspaceId}, 'sandbox', 'Sandbox', ${sql.json(sender)}, true)`;
  const journey = await aLiveJourney(sql, { workspaceId, graph: chaosGraph });
  const attributes = `jsonb_build_object('plan', case when n % 2 = 0 then 'pro' else 'free' end, 'email', 'p' || n || '@example.org')`;
  const customerIds = await someCustomers(sql, { workspaceId, count: runs, attributes });
  for (let start = 0; start < runs; start += 5_000) {
    await enterAll(sql, { workspaceId, ...journey, customerIds: customerIds.slice(start, start + 5_000) });
  }
  return { workspaceId, ...journey };
}

type Victims = { sql: Sql; supervisor: Supervisor; postgresPid: () => number | undefined };

/** Kills at even distances of progress, so that each kill meets processes at work: workers first, Postgres last. */
async function killAtRandom(
  { sql, supervisor, postgresPid }: Victims,
  { workspaceId, runs, workerKills, postgresKills, log }: Journey & Omit<ChaosOptions, "longestMs">,
): Promise<void> {
  const kills = workerKills + postgresKills;
  const total = runs * (LEAST_STEPS - 1);
  for (let kill = 1; kill <= kills; kill += 1) {
    await untilLogged(sql, workspaceId, runs + Math.floor((total * kill) / (kills + 1)));
    const isWorker = kill <= workerKills;
    const pid = isWorker ? supervisor.pidOf(`worker-${(kill % 2) + 1}`) : postgresPid();
    if (pid === undefined) continue;
    log?.(`SIGKILL of ${isWorker ? "a worker" : "Postgres"} (${pid})`);
    process.kill(pid, "SIGKILL");
  }
}

async function untilLogged(sql: Sql, workspaceId: number, rows: number): Promise<void> {
  await until(async () => {
    const [row] = await sql<
      { count: number }[]
    >`select count(*) as count from step_log where workspace_id = ${workspaceId}`;
    return (row?.count ?? 0) >= rows;
  });
}

/** Asks again and again, also while the database is away. */
async function until(isTrue: () => Promise<boolean>, longestMs = 120_000): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > deadline) throw new Error("It did not come to rest in time");
    await pause(20);
  }
}

async function untilAtRest(
  sql: Sql,
  { workspaceId, runs, longestMs }: Journey & { runs: number; longestMs: number },
): Promise<void> {
  await until(async () => {
    // Leases of killed workers run out at once instead of after a minute; the batches keep their keys.
    await sql`update effect_batch set lease_until = now(), next_attempt_at = least(next_attempt_at, now())
      where workspace_id = ${workspaceId} and state = 'sending' and lease_until < now() + interval '55 seconds'`;
    await sql`select graphile_worker.add_job('arm', job_key := 'arm')`;
    const [row] = await sql<{ ended: number; open: number; deltas: number }[]>`
      select (select count(*) from run where workspace_id = ${workspaceId} and state in (2, 3)) as ended,
        (select count(*) from effect_intent where workspace_id = ${workspaceId} and state in (0, 1)) as open,
        (select count(*) from step_delta) as deltas`;
    await pause(250);
    return row?.ended === runs && row.open === 0 && row.deltas === 0;
  }, longestMs);
}

async function examine(
  sql: Sql,
  { workspaceId, versionId }: Journey,
): Promise<Omit<ChaosReport, "runs" | "workerKills" | "postgresKills">> {
  const [log] = await sql<{ ended: number; steps: number; doubled: number }[]>`
    select (select count(*) from run where workspace_id = ${workspaceId} and state = 2) as ended,
      count(*) as steps, count(*) - count(distinct (run_id, step)) as doubled
    from step_log where workspace_id = ${workspaceId}`;
  const [effects] = await sql<{ intents: number; once: number; messages: number }[]>`
    select (select count(*) from effect_intent where workspace_id = ${workspaceId}) as intents,
      (
        select count(*) from (
          select intent.id from effect_intent as intent
          join message on message.intent_id = intent.id and message.state = 'accepted'
          join effect_batch as batch on batch.id = message.batch_id
          join sandbox_message as sent on sent.idempotency_key = batch.idempotency_key and sent.position = message.position
          where intent.workspace_id = ${workspaceId} and intent.state = 2 group by intent.id having count(*) = 1
        ) as once
      ) as once,
      (select count(*) from sandbox_message) as messages`;
  const counts = await readVersionCounts(sql, { workspaceId, versionId });
  const replay = await replayVersionCounts(sql, { workspaceId, versionId });
  const balance = chaosGraph.nodes.map((_, node) =>
    counts.reduce(
      (sum, row) => sum + (row.toNode === node ? row.count : 0) - (row.fromNode === node ? row.count : 0),
      0,
    ),
  );
  return {
    ended: log?.ended ?? 0,
    steps: log?.steps ?? 0,
    doubledSteps: log?.doubled ?? 0,
    countersEqualLog: JSON.stringify(counts) === JSON.stringify(replay),
    isConserved: balance.every((here) => here === 0),
    intents: effects?.intents ?? 0,
    acceptedOnce: effects?.once ?? 0,
    sandboxMessages: effects?.messages ?? 0,
  };
}
