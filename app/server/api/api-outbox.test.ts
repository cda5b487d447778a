import { afterAll, expect, test } from "vitest";
import { dispatchEffects } from "#worker/effects/dispatch.ts";
import { aScene, effectServices } from "#worker/effects/testing.ts";
import { endpoints } from "../../api/contract.ts";
import { problemSchema } from "../../api/schemas.ts";
import { type ApiClient, startTestApi } from "./testing.ts";

const api = await startTestApi();
const { sql } = api.database;
const worker = effectServices(sql);
afterAll(() => api.close());

async function listed(client: ApiClient, query = "") {
  return endpoints.listOutbox.answer.parse((await client.request("GET", `/v1/outbox${query}`)).body);
}

async function read(client: ApiClient, id: number | undefined) {
  return endpoints.getOutboxMessage.answer.parse((await client.request("GET", `/v1/outbox/${id}`)).body);
}

test("an email is planned, shown as it would look, sent, and shown as it was sent", async () => {
  const scene = await aScene(sql, { count: 2 });
  const client = await api.aClient(scene);
  const planned = await listed(client, "?state=planned");
  expect(planned.items).toMatchObject([{ state: "planned", recipient: "", settledAt: null, reason: null }, {}]);
  expect(await read(client, planned.items[0]?.id)).toMatchObject({ isPreview: true, channel: null });
  await dispatchEffects(worker, { kind: "email", workspaceId: scene.workspaceId });
  const [first, ...others] = (await listed(client, `?state=accepted&journey=${scene.journeyId}&search=person2@`)).items;
  expect(others).toEqual([]);
  expect(await read(client, first?.id)).toMatchObject({
    isPreview: false,
    state: "accepted",
    email: { to: "person2@example.com", subject: "Hello Person 2", replyTo: null },
    channel: { name: "Mail", provider: "sandbox" },
    customer: { userId: "u2", name: "Person 2" },
  });
});

test("a webhook is shown with its request, and why it was refused", async () => {
  const step = { type: "webhook", settings: { method: "POST", url: "http://127.0.0.1:9/hook", headers: [] } };
  const scene = await aScene(sql, { step });
  const client = await api.aClient(scene);
  await dispatchEffects(worker, { kind: "webhook", workspaceId: scene.workspaceId });
  const { items } = await listed(client, "?kind=webhook");
  expect(await read(client, items[0]?.id)).toMatchObject({
    state: "rejected",
    reason: { code: "webhook_private_address" },
    webhook: { method: "POST", url: "http://127.0.0.1:9/hook" },
    email: null,
  });
});

test("pages follow each other, and a foreign cursor is refused", async () => {
  const scene = await aScene(sql, { count: 5 });
  const client = await api.aClient(scene);
  const first = await listed(client, "?limit=3");
  const rest = await listed(client, `?limit=3&after=${first.next}`);
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(5);
  expect(rest.next).toBeNull();
  const { status, body } = await client.request("GET", "/v1/outbox?after=bm8");
  expect([status, problemSchema.parse(body).faults?.[0]?.path]).toEqual([422, "after"]);
});

test("another workspace sees and reads none of it", async () => {
  const scene = await aScene(sql);
  const own = await listed(await api.aClient(scene));
  const foreign = await api.aClient();
  expect(await listed(foreign)).toEqual({ items: [], next: null });
  const { status } = await foreign.request("GET", `/v1/outbox/${own.items[0]?.id}`);
  expect(status).toBe(404);
});
