import { once } from "node:events";
import { openDb, openSql } from "#db/client.ts";
import { startCollab } from "./collab.testing.ts";

// Run as a process of its own by `crash.test.ts`: argv is the database and the port. Killed, never stopped. It listens when told
// to, so that the next one can be warm before this one dies.
const [url = "", port = "0"] = process.argv.slice(2);
const { db } = openDb(url, { max: 2 });
process.send?.("warm");
await once(process, "message");
await startCollab({ db, sql: openSql(url, { max: 2 }) }, { port: Number(port) });
process.send?.("ready");
