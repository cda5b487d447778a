import { type JobHelpers, Logger as JobLogger, type Runner, run, type TaskList } from "graphile-worker";
import type { Logger } from "pino";
import { type JobName, type JobPayload, jobPayloads } from "#db/jobs.ts";
import { crontab } from "./crontab.ts";

/** Eight lanes, the router and cron, and room for dispatchers that wait for a provider. */
const JOBS_AT_ONCE = 16;
const POLL_MS = 2_000;

export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>, helpers: JobHelpers) => Promise<void> };
export type JobRunner = {
  /** Rejects when Graphile Worker has given up, for instance because the database is gone. */
  ended: Promise<void>;
  workerPoolId: () => string | undefined;
  stop: () => Promise<void>;
};

/** Starts Graphile Worker with the handlers of all jobs. Payloads that do not have their shape fail their job. */
export async function startJobRunner(
  url: string,
  { handlers, logger }: { handlers: JobHandlers; logger: Logger },
): Promise<JobRunner> {
  const runner = await run({
    connectionString: url,
    concurrency: JOBS_AT_ONCE,
    maxPoolSize: JOBS_AT_ONCE,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    taskList: taskList(handlers),
    crontab,
    logger: jobLogger(logger),
  });
  let workerPoolId: string | undefined;
  runner.events.on("pool:listen:success", ({ workerPool }) => {
    workerPoolId = workerPool.id;
  });
  return { ended: runner.promise, workerPoolId: () => workerPoolId, stop: () => stopRunner(runner) };
}

function taskList(handlers: JobHandlers): TaskList {
  const tasks: TaskList = {};
  for (const name of Object.keys(handlers)) {
    if (isJobName(name)) tasks[name] = taskOf(name, handlers);
  }
  return tasks;
}

const isJobName = (name: string): name is JobName => Object.hasOwn(jobPayloads, name);

function taskOf<Name extends JobName>(name: Name, handlers: JobHandlers) {
  const schema = jobPayloads[name];
  const handle = handlers[name] as (payload: unknown, helpers: JobHelpers) => Promise<void>;
  return async (payload: unknown, helpers: JobHelpers): Promise<void> => handle(schema.parse(payload), helpers);
}

async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop();
  await runner.promise;
}

const SAME_LINE_MS = 1_000;
const LEVELS: Readonly<Record<string, "error" | "warn" | "debug" | "trace">> = {
  error: "error",
  warning: "warn",
  info: "debug",
  debug: "trace",
};

/** Graphile Worker says a line per job at info; ours are counted, not told. What every connection says at once is told once. */
function jobLogger(logger: Logger): JobLogger {
  let last = { message: "", at: 0 };
  return new JobLogger((scope) => (name, message) => {
    const level = LEVELS[name] ?? "debug";
    const at = performance.now();
    if (level === "error" && message === last.message && at - last.at < SAME_LINE_MS) return;
    if (level === "error") last = { message, at };
    logger[level]({ job: scope.taskIdentifier, jobId: scope.jobId }, message);
  });
}
