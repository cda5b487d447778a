import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { ensureBuilt } from "../bin/build.mjs";
import { benchEngine } from "./engine.ts";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";

/** `npm run bench [part...]`: measures on a fresh embedded Postgres with its default safety, prints tables, writes .cache/bench.json. */
const parts = {
  engine: (databaseUrl: string) => benchEngine({ databaseUrl }),
  ingest: (databaseUrl: string) => benchIngest({ databaseUrl }),
  latency: async (databaseUrl: string) => {
    if (!ensureBuilt()) throw new Error("The pages could not be built");
    return benchLatency({ databaseUrl });
  },
};
type Part = keyof typeof parts;
const isPart = (name: string): name is Part => Object.hasOwn(parts, name);
const asked = process.argv.slice(2).filter(isPart);

const folder = await mkdtemp(join(tmpdir(), "lotse-bench-"));
const postgres = await startEmbeddedPostgres(folder);
try {
  await migrateDatabase(postgres.url);
  const results: Record<string, unknown> = {
    at: new Date().toISOString(),
    cores: cpus().length,
    model: cpus()[0]?.model,
  };
  for (const part of asked.length > 0 ? asked : (Object.keys(parts) as Part[])) {
    console.log(`\n${part}`);
    const rows = await parts[part](postgres.url);
    results[part] = rows;
    console.table(rows);
  }
  await mkdir(".cache", { recursive: true });
  await writeFile(join(".cache", "bench.json"), `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
