import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing.ts";
import { dispatchEffects } from "./dispatch.ts";
import type { EffectServices } from "./effect-context.ts";
import { freezeEffects } from "./freeze.ts";
import {
  aScene,
  dispatchAll,
  effectServices,
  intentStates,
  messagesOf,
  skipWaiting,
  whereRunsEnded,
} from "./testing.ts";

type Hit = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

const database = await createTestDatabase();
const { sql } = database;
let server: Server;
let services: EffectServices;
let base = "";
let hits: Hit[] = [];
let answers: { status: number; body?: string; headers?: Record<string, string> }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    hits.push({
      method: request.method ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    const answer = answers.shift() ?? { status: 200, body: '{"ok":true}' };
    response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  services = effectServices(sql, { LOTSE_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${port}` });
});
afterAll(async () => {
  server.closeAllConnections();
  await Promise.all([database.close(), new Promise((done) => server.close(done))]);
});
beforeEach(() => {
  hits = [];
  answers = [];
});

const aWebhook = (settings: Record<string, string | { name: string; value: string }[]> = {}) => ({
  type: "webhook",
  settings: { method: "POST", url: `${base}/hook`, headers: [], ...settings },
});
const queue = (scene: { workspaceId: number }) => ({ kind: "webhook" as const, workspaceId: scene.workspaceId });

async function answerOf({ workspaceId }: { workspaceId: number }) {
  const rows = await sql`select state, reason, answer, attempts from message where workspace_id = ${workspaceId}`;
  return rows[0];
}

test("a webhook tells who is where, under a key of its own", async () => {
  const scene = await aScene(sql, { count: 2, step: aWebhook() });
  await dispatchEffects(services, queue(scene));
  expect(hits).toHaveLength(2);
  expect(hits[0]).toMatchObject({
    method: "POST",
    path: "/hook",
    headers: { "content-type": "application/json", "webhook-id": expect.stringMatching(/^lotse\/b\//) },
  });
  expect(hits.map((hit) => JSON.parse(hit.body)).find((body) => body.customer.userId === "u1")).toMatchObject({
    type: "journey.step",
    journey: { id: scene.journeyId, name: "Test" },
    step: { id: "step" },
    customer: { attributes: { email: "person1@example.com" } },
  });
  expect(new Set(hits.map((hit) => hit.headers["webhook-id"])).size).toBe(2);
  expect(await answerOf(scene)).toEqual({
    state: "accepted",
    reason: null,
    attempts: 1,
    answer: { status: 200, detail: "HTTP 200", body: '{"ok":true}' },
  });
});

test("method, URL, headers and body are what the step says, filled and escaped for their place", async () => {
  const settings = {
    method: "PUT",
    url: `${base}/people/{{ customer.name }}`,
    headers: [
      { name: "X-Name", value: "{{ customer.name }}" },
      { name: "Webhook-Id", value: "mine" },
    ],
    body: '{"name":"{{ customer.name }}"}',
  };
  const scene = await aScene(sql, { step: aWebhook(settings), attributes: `'{"name":"Ana \\"B\\"/C"}'::jsonb` });
  await dispatchEffects(services, queue(scene));
  expect(hits).toMatchObject([
    {
      method: "PUT",
      path: "/people/Ana%20%22B%22%2FC",
      body: '{"name":"Ana \\"B\\"/C"}',
      headers: { "x-name": 'Ana "B"/C' },
    },
  ]);
  expect(hits[0]?.headers["webhook-id"]).toMatch(/^lotse/);
});

test("the answer decides the path, and the run gets it with its body", async () => {
  const scene = await aScene(sql, { count: 2, step: aWebhook(), hasErrorPath: true });
  answers = [
    { status: 200, body: "x".repeat(10_000) },
    { status: 404, body: "no such thing" },
  ];
  expect(await whereRunsEnded(sql, scene)).toEqual({ step: 2 });
  await dispatchEffects(services, queue(scene));
  const inputs = await sql<{ outcome: string; status: number; length: number }[]>`
    select input #>> '{effect,outcome}' as outcome, (input #>> '{effect,detail,status}')::int as status,
      length(input #>> '{effect,detail,body}') as length
    from run_input where workspace_id = ${scene.workspaceId} order by 1`;
  expect([...inputs]).toEqual([
    { outcome: "accepted", status: 200, length: 4_096 },
    { outcome: "rejected", status: 404, length: 13 },
  ]);
  await scene.pass();
  expect(await whereRunsEnded(sql, scene)).toEqual({ out: 1, lost: 1 });
});

test("an error of the other side is tried again with the same id and bytes, five times in all", async () => {
  const scene = await aScene(sql, { step: aWebhook(), hasErrorPath: true });
  answers = Array.from({ length: 9 }, () => ({ status: 503 }));
  for (let round = 0; round < 7; round += 1) {
    await dispatchEffects(services, queue(scene));
    await skipWaiting(sql, scene);
  }
  expect(hits).toHaveLength(5);
  expect(
    new Set(hits.map((hit) => JSON.stringify([hit.headers["webhook-id"], hit.headers["webhook-timestamp"], hit.body])))
      .size,
  ).toBe(1);
  expect(await answerOf(scene)).toMatchObject({ state: "rejected", reason: "webhook_no_answer", attempts: 5 });
  await scene.pass();
  expect(await whereRunsEnded(sql, scene)).toEqual({ lost: 1 });
});

test("a redirect is an answer, and nobody follows it", async () => {
  const scene = await aScene(sql, { step: aWebhook() });
  answers = [{ status: 307, headers: { location: `${base}/other` } }];
  await dispatchEffects(services, queue(scene));
  expect(hits.map((hit) => hit.path)).toEqual(["/hook"]);
  expect(await answerOf(scene)).toMatchObject({ state: "rejected", reason: "webhook_redirect" });
});

test.each(["http://127.0.0.1:1/", "http://169.254.169.254/latest", "http://localhost/", "http://[::ffff:127.0.0.1]/"])(
  "%s is refused at once",
  async (url) => {
    const scene = await aScene(sql, { step: aWebhook({ url }) });
    await dispatchEffects(services, queue(scene));
    expect(await answerOf(scene)).toMatchObject({ state: "rejected", reason: "webhook_private_address", attempts: 1 });
  },
);

test("an answer that Postgres cannot store is stored without what it cannot", async () => {
  const scene = await aScene(sql, { step: aWebhook() });
  answers = [{ status: 200, body: "a\u0000b" }];
  await dispatchEffects(services, queue(scene));
  expect(await answerOf(scene)).toMatchObject({ state: "accepted", answer: { body: "ab" } });
});

test("a changed customer does not change a frozen webhook", async () => {
  const scene = await aScene(sql, { step: aWebhook() });
  await freezeEffects(services, queue(scene));
  await sql`update customer set attributes = '{"email":"other@example.com"}' where workspace_id = ${scene.workspaceId}`;
  await skipWaiting(sql, scene);
  await dispatchEffects(services, queue(scene));
  expect(hits[0]?.body).toContain("person1@example.com");
});

test("many webhooks go out, each once", async () => {
  const scene = await aScene(sql, { count: 90, step: aWebhook() });
  await dispatchAll(services, queue(scene));
  expect(await intentStates(sql, scene)).toEqual({ 2: 90 });
  expect(new Set(hits.map((hit) => hit.headers["webhook-id"])).size).toBe(90);
  expect((await messagesOf(sql, scene)).every((message) => message.subject === "POST /hook")).toBe(true);
});
