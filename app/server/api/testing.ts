import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { type DestinationStream, pino } from "pino";
import { aWorkspace, createTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { readEnvironment } from "../env.server.ts";
import { createKey } from "../keys/create-key.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { type ApiOptions, createApiRouter } from "./api-router.server.ts";

export type Answer = { status: number; headers: Headers; body: unknown };
export type ApiClient = {
  scope: Scope;
  key: string;
  /** A string is sent as it is, anything else as JSON. */
  request: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
};
export type TestApi = {
  database: TestDatabase;
  services: Services;
  origin: string;
  /** As a client sends it, with a key of one's own choice. */
  send: (key: string, ...call: Parameters<ApiClient["request"]>) => Promise<Answer>;
  /** A new API key, of a new workspace unless one is given. */
  aClient: (of?: { workspaceId: number }) => Promise<ApiClient>;
  close: () => Promise<void>;
};

/** Services on a fresh database, silent unless `log` takes what would be printed. */
export function testServices(database: TestDatabase, log?: DestinationStream): Services {
  const logger = log === undefined ? pino({ level: "silent" }) : pino({ level: "info" }, log);
  const environment = readEnvironment({ NODE_ENV: "test" });
  return {
    environment,
    secret: "a secret for tests only",
    baseUrl: "http://lotse.test",
    db: database.db,
    sql: database.sql,
    logger,
  };
}

/** The Management API on a real port and a fresh database. Close it in `afterAll`. */
export async function startTestApi({
  log,
  replace = {},
  ...options
}: ApiOptions & { log?: DestinationStream; replace?: Partial<Services> } = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const services = { ...testServices(database, log), ...replace };
  const server = createServer(express().use("/api", createApiRouter(services, options)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    database,
    services,
    origin,
    send: (key, ...call) => send(origin, key, ...call),
    aClient: async (of) => {
      const scope: Scope = { workspaceId: of?.workspaceId ?? (await aWorkspace(database.sql)), role: "owner" };
      const { key } = await createKey(services, { scope, kind: "api", name: "test" });
      return { scope, key, request: (...call) => send(origin, key, ...call) };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await database.close();
    },
  };
}

async function send(
  origin: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${origin}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson && text !== "" ? JSON.parse(text) : text };
}

/** Manual entry, wait of an hour, goal; runs without any provider. */
export const smallJourney: JourneyGraph = {
  version: 1,
  nodes: [
    { id: "start", type: "manual-entry", name: "", position: { x: 0, y: 0 }, settings: { reentry: "once" } },
    { id: "pause", type: "delay", name: "An hour", position: { x: 0, y: 160 }, settings: { amount: 1, unit: "hours" } },
    { id: "paid", type: "goal", name: "", position: { x: 0, y: 320 }, settings: {} },
  ],
  edges: [
    { source: "start", port: "next", target: "pause" },
    { source: "pause", port: "next", target: "paid" },
  ],
  notes: [],
  sections: [],
};
