import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { seedDemo } from "#app/server/demo/seed-demo.server.ts";
import { type Environment, readEnvironment } from "#app/server/env.server.ts";
import { openServices } from "#app/server/open-services.server.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import type { DemoRecord } from "#db/queries/demo.ts";
import { assertDatabaseAnswers, assertPortIsFree, CannotStart, lockFolder } from "./boot-checks.ts";
import { type ChildSpec, startSupervisor, WORKER_FLAGS } from "./supervisor.ts";

const READY_WITHIN_MS = 60_000;

/** What `npm start` does once everything is installed and built: database, tables, demo, web and worker under one supervisor. */
async function boot(): Promise<void> {
  const environment = readEnvironment();
  if (environment.LOTSE_ROLE !== "worker") await assertPortIsFree(environment.HOST, environment.PORT);
  const folder = resolve(environment.LOTSE_DATA);
  const unlock = environment.DATABASE_URL ? async () => undefined : await lockFolder(folder);
  const { url, postgres } = await openDatabase(environment, folder).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });
  const demo = await prepare(environment, url).catch(async (error: unknown) => {
    await postgres?.stop();
    await unlock();
    throw error;
  });
  const supervisor = startSupervisor({
    children: childrenOf(environment, demo),
    environment: { ...process.env, DATABASE_URL: url },
    postgres,
    log: (name, line) => process.stdout.write(line.startsWith("{") ? `${line}\n` : `[${name}] ${line}\n`),
  });
  stopOnSignal(async () => {
    await supervisor.stop();
    await unlock();
  });
  await announce(environment, folder, demo);
}

async function openDatabase(
  environment: Environment,
  folder: string,
): Promise<{ url: string; postgres: EmbeddedPostgres | undefined }> {
  if (environment.DATABASE_URL) {
    await assertDatabaseAnswers(environment.DATABASE_URL);
    return { url: environment.DATABASE_URL, postgres: undefined };
  }
  const postgres = await startEmbeddedPostgres(folder);
  return { url: postgres.url, postgres };
}

async function prepare(environment: Environment, url: string): Promise<DemoRecord | undefined> {
  await migrateDatabase(url);
  const { services, close } = await openServices(environment, { url, applicationName: "lotse-boot", max: 2 });
  try {
    return environment.LOTSE_DEMO ? await seedDemo(services) : undefined;
  } finally {
    await close();
  }
}

function childrenOf({ LOTSE_ROLE, HOST, PORT }: Environment, demo: DemoRecord | undefined): ChildSpec[] {
  const web = { name: "web", args: ["app/server/start.server.ts"], environment: { LOTSE_ROLE: "web" } };
  const worker = { name: "worker", args: [...WORKER_FLAGS, "worker/start.ts"], environment: { LOTSE_ROLE: "worker" } };
  const crowd = { name: "demo", args: ["worker/demo/simulate.ts", `http://${HOST}:${PORT}`], mayEnd: true };
  if (LOTSE_ROLE === "web") return [web];
  if (LOTSE_ROLE === "worker") return [worker];
  return demo ? [web, worker, crowd] : [web, worker];
}

/** Waits until the web server and the worker answer, then says where to go. */
async function announce(
  { HOST, PORT, LOTSE_ROLE, LOTSE_BASE_URL }: Environment,
  folder: string,
  demo: DemoRecord | undefined,
): Promise<void> {
  if (LOTSE_ROLE === "worker") return;
  const local = `http://${HOST}:${PORT}`;
  const url = LOTSE_BASE_URL ?? local;
  if (!(await isReady(local))) {
    process.stderr.write("Lotse has not become ready within a minute. The lines above say why.\n");
    return;
  }
  if (!demo) {
    process.stdout.write(`\n  Lotse runs at ${url}\n\n`);
    return;
  }
  const { email, password, writeKey, apiKey, journeyId } = demo;
  // With DATABASE_URL nothing else has made the folder.
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "demo.json"),
    `${JSON.stringify({ url, email, password, writeKey, apiKey }, null, 2)}\n`,
    { mode: 0o600 },
  );
  process.stdout.write(`
  Lotse runs at      ${url}
  The demo           ${url}/j/${journeyId}
  Sign in with       ${email}   ${password}
  Write key          ${writeKey}
  API key            ${apiKey}

`);
}

async function isReady(url: string): Promise<boolean> {
  for (const deadline = performance.now() + READY_WITHIN_MS; performance.now() < deadline; await pause(150)) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return true;
  }
  return false;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop().then(() => process.exit(0));
    });
  }
}

boot().catch((error: unknown) => {
  const isExpected =
    error instanceof CannotStart || (error instanceof Error && error.message.startsWith("The environment"));
  process.stderr.write(
    isExpected
      ? `${(error as Error).message}\n`
      : `Lotse could not start.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
