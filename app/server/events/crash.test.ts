import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aWriteKey, routeAll } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
afterAll(database.close);

const program = fileURLToPath(new URL("../../../worker/bench/ingest-server.ts", import.meta.url));

async function start(): Promise<{ server: ChildProcess; url: string }> {
  const server = fork(program, ["product", database.url]);
  const { port } = await new Promise<{ port: number }>((done, fail) => {
    server.once("message", (message) => done(message as { port: number }));
    server.once("exit", (code) => fail(new Error(`The server ended with ${code}`)));
  });
  return { server, url: `http://127.0.0.1:${port}` };
}

async function kill(server: ChildProcess): Promise<void> {
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGKILL");
  await ended;
}

test("kill -9 of the server in the middle of the load loses nothing that was acknowledged, and retries double nothing", async () => {
  const workspaceId = await aWorkspace(sql);
  const writeKey = await aWriteKey(sql, workspaceId);
  const batches = Array.from({ length: 120 }, (_, batch) =>
    Array.from({ length: 10 }, (_, index) => `m${batch}-${index}`),
  );
  const acknowledged = new Set<string>();
  const send = async (url: string, ids: readonly string[]): Promise<void> => {
    const batch = ids.map((messageId) => ({ type: "track", messageId, userId: `u-${messageId}`, event: "Clicked" }));
    const headers = { authorization: `Bearer ${writeKey}`, "content-type": "application/json" };
    const response = await fetch(`${url}/v1/batch`, { method: "POST", headers, body: JSON.stringify({ batch }) });
    expect(response.status).toBe(200);
    for (const id of ids) acknowledged.add(id);
  };
  const storedIds = async () =>
    new Set((await sql<{ id: string }[]>`select message_id as id from event`).map((row) => row.id));

  const first = await start();
  const open = [...batches];
  let killed: Promise<void> | undefined;
  const client = async (): Promise<void> => {
    for (let ids = open.shift(); ids !== undefined; ids = open.shift()) {
      await send(first.url, ids).catch(() => undefined);
      if (acknowledged.size >= 300) killed ??= kill(first.server);
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  await killed;
  expect(acknowledged.size).toBeLessThan(1_200);
  const stored = await storedIds();
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);

  const second = await start();
  await Promise.all(batches.map((ids) => send(second.url, ids)));
  await kill(second.server);
  expect((await storedIds()).size).toBe(1_200);
  await routeAll(sql);
  const [counted] = await sql<{ total: number; customers: number }[]>`
    select sum(count)::int as total, count(*)::int as customers from customer_event where workspace_id = ${workspaceId}`;
  expect(counted).toEqual({ total: 1_200, customers: 1_200 });
}, 60_000);
