import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { EmbeddedPostgres } from "#db/embedded.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** A child that lived this long has started well; its next crash is a first one. */
const HEALTHY_MS = 30_000;
const LONGEST_STOP_MS = 9_500;

export type ChildSpec = {
  name: string;
  /** A script and its arguments, run by this Node. */
  args: readonly string[];
  environment?: Record<string, string>;
  /** Ended in order (exit code 0), it is not started again. */
  mayEnd?: boolean;
};

/**
 * A worker's garbage is young: a pass of 1,000 runs leaves nothing behind. Small young spaces keep it at 200 instead of 390 MB at the
 * same CPU time (worker/README.md).
 */
export const WORKER_FLAGS: readonly string[] = ["--max-semi-space-size=8"];

export type Supervisor = {
  /** The process id of a child that runs. */
  pidOf: (name: string) => number | undefined;
  /** Stops the children, then Postgres, within ten seconds. */
  stop: () => Promise<void>;
};

type Options = {
  children: readonly ChildSpec[];
  /** What the children inherit. */
  environment: NodeJS.ProcessEnv;
  /** The embedded server; started again on its port when it dies. */
  postgres?: EmbeddedPostgres | undefined;
  /** One line of a child, or of the supervisor itself. */
  log: (name: string, line: string) => void;
  /** Only tests are in a hurry. */
  firstPauseMs?: number;
};

type Guarded = { stop: () => Promise<void>; pid: () => number | undefined };

/** Keeps the children and the embedded Postgres running until it is stopped. What crashes starts again after 0.5 to 10 seconds. */
export function startSupervisor({
  children,
  environment,
  postgres,
  log,
  firstPauseMs = FIRST_PAUSE_MS,
}: Options): Supervisor {
  const guarded = new Map<string, Guarded>();
  for (const child of children) guarded.set(child.name, guard(child, { environment, log, firstPauseMs }));
  const server = postgres ? guardPostgres(postgres, { log, firstPauseMs }) : undefined;
  return {
    pidOf: (name) => guarded.get(name)?.pid(),
    stop: async () => {
      await Promise.all([...guarded.values()].map((child) => child.stop()));
      await server?.stop();
    },
  };
}

type Surroundings = Pick<Options, "log"> & { firstPauseMs: number };

function guard(
  spec: ChildSpec,
  { environment, log, firstPauseMs }: Surroundings & { environment: NodeJS.ProcessEnv },
): Guarded {
  const pause = createPause(firstPauseMs);
  let isStopping = false;
  let child: ChildProcess | undefined;
  const ended = (async () => {
    while (!isStopping) {
      const startedAt = performance.now();
      child = start(spec, { environment, log });
      const reason = await endOf(child);
      child = undefined;
      if (isStopping || (spec.mayEnd && reason === "code 0")) return;
      log(spec.name, `ended with ${reason}; it starts again`);
      await pause.wait(performance.now() - startedAt);
    }
  })();
  const stop = async (): Promise<void> => {
    isStopping = true;
    pause.end();
    child?.kill("SIGTERM");
    const last = setTimeout(() => child?.kill("SIGKILL"), LONGEST_STOP_MS);
    await ended;
    clearTimeout(last);
  };
  return { stop, pid: () => child?.pid };
}

const followParent = new URL("./follow-parent.ts", import.meta.url).href;

function start(
  { name, args, environment: own }: ChildSpec,
  { environment, log }: { environment: NodeJS.ProcessEnv } & Pick<Options, "log">,
): ChildProcess {
  const child = spawn(process.execPath, ["--import", followParent, ...args], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...environment, ...own },
    // Out of the terminal's process group: Ctrl-C reaches the supervisor alone, which stops the children in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => log(name, line));
  }
  return child;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(signal ?? `code ${code}`));
  });
}

/** The pause before a new start: twice as long after each crash that follows soon. */
function createPause(firstMs: number): { wait: (livedMs: number) => Promise<void>; end: () => void } {
  let nextMs = firstMs;
  let end = (): void => undefined;
  const wait = async (livedMs: number): Promise<void> => {
    if (livedMs >= HEALTHY_MS) nextMs = firstMs;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, nextMs);
      end = () => {
        clearTimeout(timer);
        done();
      };
    });
    nextMs = Math.min(LONGEST_PAUSE_MS, nextMs * 2);
  };
  return { wait, end: () => end() };
}

function guardPostgres(postgres: EmbeddedPostgres, { log, firstPauseMs }: Surroundings): Guarded {
  let isStopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const watch = (): void => {
    postgres.process.once("exit", (code, signal) => {
      if (!isStopping) restarting = startAgain(signal ?? `code ${code}`);
    });
  };
  const startAgain = async (reason: string): Promise<void> => {
    log("postgres", `ended with ${reason}; it starts again`);
    const pause = createPause(firstPauseMs);
    while (!isStopping) {
      try {
        await postgres.restart();
        watch();
        return;
      } catch (error) {
        log("postgres", error instanceof Error ? error.message : "could not be started");
        await pause.wait(0);
      }
    }
  };
  watch();
  const stop = async (): Promise<void> => {
    isStopping = true;
    await restarting;
    await postgres.stop();
  };
  return { stop, pid: () => postgres.process.pid };
}
