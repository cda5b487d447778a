import { readEnvironment } from "./env.server.ts";
import { openServices } from "./open-services.server.ts";
import type { Services } from "./services.server.ts";
import { startWebServer, type WebServer } from "./web-server.server.ts";

const LONGEST_STOP_MS = 5_000;

/** The web process: LOTSE_ROLE=web, or a child of the supervisor. Every reason not to start is one sentence and exit code 1. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const url = environment.DATABASE_URL;
  if (url === undefined)
    throw new Error("The web server needs DATABASE_URL. `npm start` gives it the embedded database.");
  const { services, close } = await openServices(environment, { url, applicationName: "lotse-web" }).catch(
    (cause: unknown) => {
      throw new Error(databaseSentence(url, cause), { cause });
    },
  );
  const server = await startWebServer(services).catch(async (cause: unknown) => {
    await close();
    throw new Error(listenSentence(services, cause), { cause });
  });
  services.logger.info({ port: server.port }, "the web server listens");
  stopOnSignal(server, close);
}

function stopOnSignal(server: WebServer, close: () => Promise<void>): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    await server.stop();
    await close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function databaseSentence(url: string, cause: unknown): string {
  const { host, pathname } = new URL(url);
  const name = `The database ${pathname.slice(1)} at ${host}`;
  if (codeOf(cause) === "42P01") return `${name} has not been prepared. \`npm start\` does that.`;
  return `${name} does not answer (${codeOf(cause) || "no reason given"}). Check DATABASE_URL.`;
}

function listenSentence({ environment: { HOST, PORT } }: Pick<Services, "environment">, cause: unknown): string {
  if (codeOf(cause) === "EADDRINUSE")
    return `Port ${PORT} is already in use. Stop what uses it, or choose another one with PORT.`;
  if (codeOf(cause) === "EACCES" || codeOf(cause) === "EADDRNOTAVAIL")
    return `Port ${PORT} on ${HOST} cannot be used (${codeOf(cause)}).`;
  if (codeOf(cause) === "ERR_MODULE_NOT_FOUND") return "The pages have not been built. `npm start` does that.";
  return `The web server could not start: ${cause instanceof Error ? cause.message : String(cause)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
