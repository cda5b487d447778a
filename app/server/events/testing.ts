import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { Sql } from "#db/client.ts";
import { insertKey } from "#db/queries/keys.ts";
import { readEnvironment } from "../env.server.ts";
import { makeKey } from "../keys/key-secret.server.ts";
import { createIngestHandler, type IngestOptions } from "./ingest-handler.server.ts";
import { routePendingEvents } from "./route-events.server.ts";

export type IngestServer = {
  url: string;
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  close: () => Promise<void>;
};

/** A real HTTP server with nothing but the ingest handler; what it does not know is 404. */
export async function startIngest(
  { sql, url }: { sql: Sql; url: string },
  { writeKey, ...options }: IngestOptions & { writeKey?: string } = {},
): Promise<IngestServer> {
  const environment = readEnvironment({ NODE_ENV: "test", DATABASE_URL: url });
  const handler = createIngestHandler({ sql, environment, logger: pino({ level: "silent" }) }, options);
  const server = createServer((request, response) => {
    void handler.handle(request, response).then((isHandled) => {
      if (!isHandled) response.writeHead(404).end();
    });
  });
  const base = await listen(server);
  const authorization = `Basic ${Buffer.from(`${writeKey ?? ""}:`).toString("base64")}`;
  const post: IngestServer["post"] = (path, body, headers = {}) =>
    fetch(base + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...(writeKey === undefined ? {} : { authorization }), ...headers },
      body: typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await handler.close();
  };
  return { url: base, post, close };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A fresh write key of the workspace. */
export async function aWriteKey(sql: Sql, workspaceId: number): Promise<string> {
  const { key, prefix, hash } = makeKey("write");
  await insertKey(sql, { workspaceId, kind: "write", name: "Test", prefix, hash, createdBy: undefined });
  return key;
}

/** Routes once, as soon as no transaction of another test's database holds the order of commits open. */
export async function routeOnce(sql: Sql): ReturnType<typeof routePendingEvents> {
  for (;;) {
    const result = await routePendingEvents(sql);
    if (result.events > 0 || !result.isBlocked) return result;
  }
}

/** Routes until nothing is left; returns how many events that were. */
export async function routeAll(sql: Sql, options: { limit?: number } = {}): Promise<number> {
  for (let events = 0; ; ) {
    const result = await routePendingEvents(sql, options);
    events += result.events;
    if (!result.more && !result.isBlocked) return events;
  }
}
