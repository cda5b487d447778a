import { readEnvironment } from "#app/server/env.server.ts";
import { openServices } from "#app/server/open-services.server.ts";
import { startWorker } from "./worker.ts";

const LONGEST_STOP_MS = 9_000;

/** The worker process: LOTSE_ROLE=worker, or a child of the supervisor. Ends with 1 when it cannot go on, so that it is started anew. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const url = environment.DATABASE_URL;
  if (url === undefined) throw new Error("The worker needs DATABASE_URL. `npm start` gives it the embedded database.");
  const { services, close } = await openServices(environment, { url, applicationName: "lotse-worker" });
  const { logger } = services;
  // Clients throw outside of any await when the server dies under them. The process is made to crash: the supervisor starts it anew.
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      logger.error({ error }, "the worker crashed");
      process.exit(1);
    });
  }
  const worker = await startWorker(services, url);
  logger.info("the worker runs");

  let isStopping = false;
  const stop = async (exitCode: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(exitCode || 1), LONGEST_STOP_MS).unref();
    await worker.stop();
    await close();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));
  const reason = await worker.failed;
  if (isStopping) return;
  logger.error({ reason }, "the worker cannot go on");
  process.exit(1);
}

await main();
