import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { readEnvironment } from "#app/server/env.server.ts";
import type { GroupCommit } from "#app/server/events/group-commit.server.ts";
import { createIngestHandler } from "#app/server/events/ingest-handler.server.ts";
import { openSql } from "#db/client.ts";
import { insertEvents } from "#db/queries/events.ts";

/** `product`: group commit; `transaction`: one insert per request; `nothing`: everything but the database. */
export type IngestMode = "product" | "transaction" | "nothing";

const CONNECTIONS_OF_TRANSACTIONS = 10;

const [mode = "product", url = ""] = process.argv.slice(2);

function storeOf(): (() => GroupCommit) | undefined {
  if (mode === "nothing") return () => ({ add: async () => undefined, close: async () => undefined });
  if (mode !== "transaction") return undefined;
  const sql = openSql(url, { max: CONNECTIONS_OF_TRANSACTIONS });
  return () => ({ add: (events) => insertEvents(sql, events), close: () => sql.end() });
}

const sql = openSql(url, { max: 1 });
const store = storeOf();
const handler = createIngestHandler(
  {
    sql,
    environment: readEnvironment({ NODE_ENV: "production", DATABASE_URL: url }),
    logger: pino({ level: "silent" }),
  },
  store ? { store } : {},
);
const server = createServer((request, response) => {
  void handler.handle(request, response).then((isHandled) => {
    if (!isHandled) response.writeHead(404).end();
  });
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));
