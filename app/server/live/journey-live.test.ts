import { once } from "node:events";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, expect, test } from "vitest";
import { openSql } from "#db/client.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { journeyMetricsSchema } from "../../api/metrics.ts";
import { AppError } from "../../errors/app-error.ts";
import { smallJourney, testServices } from "../api/testing.ts";
import { createJourney } from "../journeys/create-journey.server.ts";
import { enrolCustomer } from "../journeys/enrol-customer.server.ts";
import { publishJourney } from "../journeys/publish-journey.server.ts";
import type { Scope } from "../scope.server.ts";
import { createJourneyLiveHandler } from "./journey-live.server.ts";
import { createLiveHub, type LiveEvent } from "./live-hub.server.ts";

const database = await createTestDatabase();
const services = testServices(database);
const hub = createLiveHub(services, { pollMs: 20 });
const scopes = new Map<string, Scope>();
const server = createServer(
  express().get(
    "/live/journeys/:id",
    createJourneyLiveHandler(services, {
      hub,
      heartbeatMs: 30,
      connectionsPerUser: 2,
      authenticate: async (request) => {
        const scope = scopes.get(request.get("cookie") ?? "");
        if (scope === undefined) throw new AppError("auth.required");
        return scope;
      },
    }),
  ),
);
server.listen(0, "127.0.0.1");
await once(server, "listening");

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await hub.close();
  await database.close();
});

let people = 0;

/** A signed-in person with a live journey. */
async function aViewer() {
  people += 1;
  const cookie = `person-${people}`;
  const scope: Scope = { workspaceId: await aWorkspace(database.sql), role: "editor", actorId: undefined };
  scopes.set(cookie, { ...scope, actorId: cookie });
  const { journeyId } = await createJourney(services, { scope, name: "Live", graph: smallJourney });
  await publishJourney(services, { scope, journeyId });
  const enrol = (userId: string) =>
    enrolCustomer(services, { scope, journeyId, customer: { userId, createIfMissing: true }, key: userId });
  return { cookie, journeyId, enrol };
}

async function open(journeyId: number | string, cookie: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const [response] = await once(get({ port, path: `/live/journeys/${journeyId}`, headers: { cookie } }), "response");
  return (response as IncomingMessage).setEncoding("utf8");
}

/** Reads until `pattern` has come; returns everything read. */
async function readUntil(stream: IncomingMessage, pattern: RegExp): Promise<string> {
  let text = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (pattern.test(text)) return text;
  }
  throw new Error(`The stream ended before ${pattern}: ${text}`);
}

const nextMetrics = async (stream: IncomingMessage) => {
  const text = await readUntil(stream, /event: metrics\ndata: .*\n\n/);
  return journeyMetricsSchema.parse(JSON.parse(/event: metrics\ndata: (.*)\n\n/.exec(text)?.[1] ?? ""));
};

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((done) => setImmediate(done));
}

test("numbers come at once, again when they change, and not in between", async () => {
  const { cookie, journeyId, enrol } = await aViewer();
  const stream = await open(journeyId, cookie);
  expect(stream.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
    "cache-control": "no-cache, no-transform",
  });
  expect(await nextMetrics(stream)).toMatchObject({ journeyId, onTheirWay: 0 });
  expect(await readUntil(stream, /still here[\s\S]*still here/)).not.toContain("event:");
  await enrol("a");
  expect(await nextMetrics(stream)).toMatchObject({ onTheirWay: 1, nodes: { start: { entered: 1, here: 1 } } });
  stream.destroy();
});

test("viewers of one journey share one poller, which ends with the last of them", async () => {
  const { cookie, journeyId } = await aViewer();
  await until(() => hub.watchedCount() === 0);
  const [first, second] = [await open(journeyId, cookie), await open(journeyId, cookie)];
  await Promise.all([nextMetrics(first), nextMetrics(second)]);
  expect(hub.watchedCount()).toBe(1);
  first.destroy();
  second.destroy();
  await until(() => hub.watchedCount() === 0);
});

test("a third stream of one person is refused until another one ends", async () => {
  const { cookie, journeyId } = await aViewer();
  const streams = [await open(journeyId, cookie), await open(journeyId, cookie)];
  const refused = await open(journeyId, cookie);
  expect(refused.statusCode).toBe(429);
  refused.destroy();
  streams[0]!.destroy();
  let status: number | undefined;
  while (status !== 200) {
    const stream = await open(journeyId, cookie);
    status = stream.statusCode;
    stream.destroy();
  }
  streams[1]!.destroy();
});

test("nobody sees the numbers of another workspace, or without a session", async () => {
  const [own, foreign] = [await aViewer(), await aViewer()];
  const statuses = [];
  for (const [id, cookie] of [
    [foreign.journeyId, own.cookie],
    [own.journeyId, "nobody"],
    ["abc", own.cookie],
    [2_000_000_000, own.cookie],
  ] as const) {
    const answer = await open(id, cookie);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    statuses.push(answer.statusCode);
    answer.destroy();
  }
  expect(statuses).toEqual([404, 401, 404, 404]);
});

test("a session that ends takes its streams with it", async () => {
  const { cookie, journeyId } = await aViewer();
  const stream = await open(journeyId, cookie);
  await nextMetrics(stream);
  scopes.delete(cookie);
  stream.resume();
  await once(stream, "end");
});

test("a journey that is deleted ends its streams", async () => {
  const { cookie, journeyId } = await aViewer();
  const stream = await open(journeyId, cookie);
  await nextMetrics(stream);
  await database.sql`delete from journey where id = ${journeyId}`;
  stream.resume();
  await once(stream, "end");
  await until(() => hub.watchedCount() === 0);
});

test("a hub that closes ends its streams, so that the server can stop", async () => {
  const { journeyId } = await aViewer();
  const [row] = await database.sql<{ workspaceId: number }[]>`
    select workspace_id as "workspaceId" from journey where id = ${journeyId}`;
  const closing = createLiveHub(services, { pollMs: 5 });
  const events: LiveEvent["name"][] = [];
  closing.subscribe(row!.workspaceId, journeyId, (event) => events.push(event.name));
  await until(() => events.length > 0);
  await closing.close();
  expect(events).toEqual(["metrics", "gone"]);
});

test("while the database is away viewers are told once, and get the numbers when it is back", async () => {
  const { journeyId } = await aViewer();
  const [row] = await database.sql<
    { workspaceId: number }[]
  >`select workspace_id as "workspaceId" from journey where id = ${journeyId}`;
  const away = openSql("postgres://nobody@127.0.0.1:1/nothing", { max: 1 });
  const connection = { ...services, sql: away };
  const shaky = createLiveHub(
    {
      logger: services.logger,
      get sql() {
        return connection.sql;
      },
    },
    { pollMs: 5 },
  );
  const events: LiveEvent["name"][] = [];
  const stop = shaky.subscribe(row!.workspaceId, journeyId, (event) => events.push(event.name));
  await until(() => events.length > 0);
  connection.sql = database.sql;
  await until(() => events.length > 1);
  expect(events).toEqual(["trouble", "metrics"]);
  stop();
  await shaky.close();
  await away.end();
});
