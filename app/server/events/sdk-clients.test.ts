import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { JsonObject } from "#app/engine/effect.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aWriteKey, type IngestServer, routeAll, startIngest } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
const workspaceId = await aWorkspace(sql);
const writeKey = await aWriteKey(sql, workspaceId);
const server = await startIngest(database);
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(async () => {
  await routeAll(sql);
  await sql`truncate event, customer, customer_identity, customer_event`;
});

const customers = () => sql<{ externalId: string | null; attributes: JsonObject; events: JsonObject | null }[]>`
  select external_id as "externalId", attributes,
    (select jsonb_object_agg(name, count) from customer_event e where e.customer_id = customer.id) as events
  from customer where workspace_id = ${workspaceId} order by external_id nulls last`;
const expected = [
  {
    externalId: "helene",
    attributes: { email: "h@werk.example", plan: "trial", address: { city: "Leipzig" } },
    events: { "Trial started": 1, Pricing: 1, Home: 1 },
  },
];

/** Passes requests on, except that the first answers are lost on the way back. */
async function flaky(target: IngestServer, losses: number): Promise<{ url: string; close: () => void }> {
  let lost = 0;
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const { "content-type": type = "", authorization = "", "content-encoding": encoding } = request.headers;
      const answer = await fetch(target.url + request.url, {
        method: "POST",
        headers: { "content-type": type, authorization, ...(encoding ? { "content-encoding": encoding } : {}) },
        body: Buffer.concat(chunks),
      });
      lost += 1;
      if (lost <= losses) return request.socket.destroy();
      return response.writeHead(answer.status).end(await answer.text());
    });
  });
  await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, close: () => proxy.close() };
}

test("@segment/analytics-node works by its host setting alone", async () => {
  const analytics = new Analytics({ writeKey, host: server.url, flushAt: 4, maxRetries: 0 });
  const failures: unknown[] = [];
  analytics.on("error", (error) => failures.push(error));
  analytics.page({ anonymousId: "device", name: "Pricing", properties: { path: "/pricing" } });
  analytics.identify({
    userId: "helene",
    anonymousId: "device",
    traits: { email: "h@werk.example", plan: "trial", address: { city: "Leipzig" } },
  });
  analytics.track({ userId: "helene", event: "Trial started", properties: { source: "webinar" } });
  analytics.screen({ userId: "helene", name: "Home" });
  analytics.group({ userId: "helene", groupId: "werk", traits: { size: 9 } });
  analytics.alias({ userId: "helene", previousId: "device" });
  await analytics.closeAndFlush();
  expect(failures).toEqual([]);
  expect(await routeAll(sql)).toBe(6);
  expect([...(await customers())]).toEqual(expected);
});

test("the Segment client's own retry after a lost answer counts nothing twice", async () => {
  const proxy = await flaky(server, 1);
  const analytics = new Analytics({ writeKey, host: proxy.url, flushAt: 50, maxRetries: 3 });
  for (let index = 0; index < 20; index += 1) analytics.track({ userId: "helene", event: "Clicked" });
  await analytics.closeAndFlush();
  proxy.close();
  expect(await routeAll(sql)).toBe(20);
  expect((await customers())[0]?.events).toEqual({ Clicked: 20 });
});

test("a wrong key is told to the Segment client as an error", async () => {
  const analytics = new Analytics({ writeKey: "wrong", host: server.url, flushAt: 1, maxRetries: 0 });
  const failed = new Promise<unknown>((done) => analytics.on("error", done));
  analytics.track({ userId: "helene", event: "Clicked" });
  expect(JSON.stringify(await failed)).toContain("delivery_failure");
  await analytics.closeAndFlush();
  expect(await routeAll(sql)).toBe(0);
});

test.each([
  ["packed", true],
  ["plain", false],
])("@rudderstack/rudder-sdk-node works by its host setting alone, %s", async (_, gzip) => {
  const client = new RudderAnalytics(writeKey, { dataPlaneUrl: server.url, flushAt: 10, gzip });
  client.page({ anonymousId: "device", name: "Pricing", properties: { path: "/pricing" } });
  client.identify({
    userId: "helene",
    anonymousId: "device",
    traits: { email: "h@werk.example", plan: "trial", address: { city: "Leipzig" } },
  });
  client.track({ userId: "helene", event: "Trial started", properties: { source: "webinar" } });
  client.screen({ userId: "helene", name: "Home" });
  client.group({ userId: "helene", groupId: "werk", traits: { size: 9 } });
  client.alias({ userId: "helene", previousId: "device" });
  await client.flush();
  await client.flush();
  expect(await routeAll(sql)).toBe(6);
  expect([...(await customers())]).toEqual(expected);
});
