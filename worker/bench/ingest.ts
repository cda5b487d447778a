import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { makeKey } from "#app/server/keys/key-secret.server.ts";
import { openSql, type Sql } from "#db/client.ts";
import type { IngestMode } from "./ingest-server.ts";

export type IngestRow = {
  name: string;
  /** Events acknowledged per second; the median of the rounds. */
  perSecond: number;
  p50: number;
  p99: number;
  /** The product's rate divided by this one's. */
  ratio: number;
};

type Load = { name: string; path: string; connections: number; eventsPerRequest: number };
type Measured = { perSecond: number; p50: number; p99: number };

const modes: readonly IngestMode[] = ["product", "transaction", "nothing"];
const titles: Record<IngestMode, string> = {
  product: "group commit",
  transaction: "a transaction per request",
  nothing: "nothing behind it",
};
const loads: readonly Load[] = [
  { name: "track, 50 connections", path: "/v1/track", connections: 50, eventsPerRequest: 1 },
  { name: "track, 200 connections", path: "/v1/track", connections: 200, eventsPerRequest: 1 },
  { name: "batch of 100, 50 connections", path: "/v1/batch", connections: 50, eventsPerRequest: 100 },
];

/**
 * Measures the entrance for events over HTTP: the product, a transaction per request, and the same server with nothing behind it,
 * round by round in turn. Server, database and load generator share this machine. Throws when an answer was not 2xx or an
 * acknowledged event is missing.
 */
export async function benchIngest({
  databaseUrl,
  rounds = 3,
  seconds = 3,
}: {
  databaseUrl: string;
  rounds?: number;
  seconds?: number;
}): Promise<IngestRow[]> {
  const sql = openSql(databaseUrl, { max: 2 });
  const writeKey = await aKey(sql);
  const rows: IngestRow[] = [];
  for (const load of loads) {
    const results = new Map<IngestMode, Measured[]>(modes.map((mode) => [mode, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const mode of modes) {
        const measured = await measure({ sql, databaseUrl, writeKey, seconds }, load, mode);
        results.get(mode)?.push(measured);
      }
    }
    rows.push(...rowsOf(load, results));
  }
  await sql.end();
  return rows;
}

async function aKey(sql: Sql): Promise<string> {
  const { key, prefix, hash } = makeKey("write");
  await sql`with w as (insert into workspace (name) values ('Bench') returning id)
    insert into api_key (workspace_id, kind, name, prefix, hash) select id, 'write', 'Bench', ${prefix}, ${hash} from w`;
  return key;
}

type Bench = { sql: Sql; databaseUrl: string; writeKey: string; seconds: number };

async function measure(bench: Bench, load: Load, mode: IngestMode): Promise<Measured> {
  await bench.sql`truncate event, graphile_worker._private_jobs`;
  const { server, port } = await startServer(mode, bench.databaseUrl);
  const options = {
    url: `http://127.0.0.1:${port}${load.path}`,
    method: "POST" as const,
    connections: load.connections,
    headers: { authorization: `Bearer ${bench.writeKey}`, "content-type": "application/json" },
    body: bodyOf(load.eventsPerRequest),
  };
  await autocannon({ ...options, duration: 1 });
  await bench.sql`truncate event`;
  const result = await autocannon({ ...options, duration: bench.seconds });
  const [stored] = await bench.sql<{ count: number }[]>`select count(*) as count from event`;
  await stop(server);
  const acknowledged = result["2xx"] * load.eventsPerRequest;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${load.name}, ${mode}: ${result.non2xx} answers were not 2xx`);
  if (mode !== "nothing" && (stored?.count ?? 0) < acknowledged)
    throw new Error(`${load.name}, ${mode}: ${acknowledged} acknowledged, ${stored?.count} stored`);
  return { perSecond: acknowledged / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}

/** About 400 bytes an event, like those of a web library. The server makes the message ids. */
function bodyOf(eventsPerRequest: number): string {
  const event = {
    userId: "user-4711",
    anonymousId: "6f1c2c1e-8a9f-4d6b-9f0e-2f6a8a1c3d5e",
    event: "project_created",
    timestamp: "2026-01-01T12:00:00.000Z",
    properties: { template: "blank", members: 3, source: "onboarding", path: "/projects/new" },
    context: { library: { name: "bench", version: "1.0.0" }, ip: "127.0.0.1", locale: "de-DE" },
  };
  if (eventsPerRequest === 1) return JSON.stringify(event);
  return JSON.stringify({ batch: Array.from({ length: eventsPerRequest }, () => ({ type: "track", ...event })) });
}

async function startServer(mode: IngestMode, databaseUrl: string): Promise<{ server: ChildProcess; port: number }> {
  const server = fork(fileURLToPath(new URL("./ingest-server.ts", import.meta.url)), [mode, databaseUrl]);
  const port = await new Promise<number>((done, fail) => {
    server.once("message", (message: { port: number }) => done(message.port));
    server.once("exit", (code) => fail(new Error(`The server ended with ${code}`)));
  });
  return { server, port };
}

async function stop(server: ChildProcess): Promise<void> {
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGKILL");
  await ended;
}

function rowsOf(load: Load, results: ReadonlyMap<IngestMode, Measured[]>): IngestRow[] {
  const medians = modes.map((mode) => ({ mode, ...medianOf(results.get(mode) ?? []) }));
  const product = medians.find((row) => row.mode === "product")?.perSecond ?? 0;
  return medians.map(({ mode, ...figures }) => ({
    name: `${load.name}: ${titles[mode]}`,
    ...figures,
    ratio: product / figures.perSecond,
  }));
}

/** The round in the middle by rate, with its own latencies. */
function medianOf(rounds: readonly Measured[]): Measured {
  const ordered = rounds.toSorted((left, right) => left.perSecond - right.perSecond);
  return ordered[ordered.length >> 1] ?? { perSecond: 0, p50: 0, p99: 0 };
}
