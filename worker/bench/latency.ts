import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { makeKey } from "#app/server/keys/key-secret.server.ts";
import { openSql, type Sql } from "#db/client.ts";
import { aGraph, aLiveJourney } from "../passes/testing.ts";
import { type Supervisor, startSupervisor, WORKER_FLAGS } from "../supervisor.ts";

export type LatencyRow = { name: string; p50Ms: number; p95Ms: number; longestMs: number };

const QUIET_MS = 120;
const LONGEST_MS = 30_000;

/**
 * Measures from the first byte of POST /v1/track to the e-mail that the sandbox has accepted, one person at a time on an otherwise
 * idle system with a web and a worker process. Throws when an e-mail does not come.
 */
export async function benchLatency({
  databaseUrl,
  people = 100,
}: {
  databaseUrl: string;
  people?: number;
}): Promise<LatencyRow[]> {
  const sql = openSql(databaseUrl, { max: 2, applicationName: "lotse-bench" });
  const { writeKey, channelId } = await prepare(sql);
  const port = await freePort();
  const supervisor = startProcesses(databaseUrl, port);
  try {
    const send = sender(`http://127.0.0.1:${port}`, writeKey);
    await untilReady(`http://127.0.0.1:${port}/healthz`);
    await send("/v1/batch", { batch: Array.from({ length: people }, (_, person) => identify(person)) });
    await until(async () => (await count(sql, sql`customer`)) >= people);
    const waits: number[] = [];
    for (let person = 0; person < people; person += 1) {
      await pause(QUIET_MS);
      const startedAt = performance.now();
      await send("/v1/track", { userId: `p${person}`, event: "Signed up", properties: { plan: "pro" } });
      await until(async () => (await count(sql, sql`sandbox_message where channel_id = ${channelId}`)) > person);
      waits.push(performance.now() - startedAt);
    }
    return [rowOf("event to accepted e-mail, idle system", waits)];
  } finally {
    await supervisor.stop();
    await sql.end();
  }
}

async function prepare(sql: Sql): Promise<{ writeKey: string; channelId: number }> {
  const [workspace] = await sql<{ id: number }[]>`insert into workspace (name) values ('Latency') returning id`;
  const workspaceId = workspace?.id ?? 0;
  const { key, prefix, hash } = makeKey("write");
  await sql`insert into api_key (workspace_id, kind, name, prefix, hash) values (${workspaceId}, 'write', 'Bench', ${prefix}, ${hash})`;
  const sending = { fromName: "Bench", fromEmail: "bench@example.org" };
  const [channel] = await sql<{ id: number }[]>`
    insert into channel (workspace_id, provider, name, settings, is_default)
    values (${workspaceId}, 'sandbox', 'Sandbox', ${sql.json(sending)}, true) returning id`;
  const graph = aGraph(
    [
      {
        id: "in",
        type: "event-entry",
        settings: { eventName: "Signed up", filter: { match: "all", rules: [] }, reentry: "once" },
      },
      {
        id: "mail",
        type: "email",
        settings: { to: "email", subject: "Welcome {{ customer.name }}", body: "Hello **{{ customer.name }}**" },
      },
      { id: "out", type: "exit" },
    ],
    [
      ["in", "next", "mail"],
      ["mail", "next", "out"],
    ],
  );
  await aLiveJourney(sql, { workspaceId, graph });
  await sql`truncate customer, event, sandbox_message`;
  return { writeKey: key, channelId: channel?.id ?? 0 };
}

function startProcesses(databaseUrl: string, port: number): Supervisor {
  return startSupervisor({
    children: [
      { name: "web", args: ["app/server/start.server.ts"], environment: { LOTSE_ROLE: "web" } },
      { name: "worker", args: [...WORKER_FLAGS, "worker/start.ts"], environment: { LOTSE_ROLE: "worker" } },
    ],
    environment: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LOTSE_LOG: "error",
    },
    log: (name, line) => console.error(`[${name}] ${line}`),
  });
}

const identify = (person: number) => ({
  type: "identify",
  userId: `p${person}`,
  traits: { email: `p${person}@example.org`, name: `Person ${person}` },
});

function sender(baseUrl: string, writeKey: string): (path: string, body: unknown) => Promise<void> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}`;
  return async (path, body) => {
    const response = await fetch(baseUrl + path, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
}

async function count(sql: Sql, what: ReturnType<Sql>): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from ${what}`;
  return row?.count ?? 0;
}

async function untilReady(url: string): Promise<void> {
  await until(() =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    ),
  );
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error("What was waited for did not happen");
    await pause(2);
  }
}

function rowOf(name: string, waits: readonly number[]): LatencyRow {
  const sorted = [...waits].sort((left, right) => left - right);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
