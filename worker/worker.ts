import type { Services } from "#app/server/services.server.ts";
import { openEngineSql } from "#db/client.ts";
import { compactCounters, foldDeltas } from "#db/queries/counters.ts";
import { ensurePartitions, removeDeadJobs } from "#db/queries/maintain.ts";
import { armAll } from "./arm.ts";
import { createLiveProcess, reap } from "./heartbeat.ts";
import { type JobHandlers, type JobRunner, startJobRunner } from "./job-runner.ts";
import { createLaneRunner, PASSES_IN_FLIGHT } from "./lanes.ts";
import { createCrashGuard } from "./passes/crash-guard.ts";
import { repeat } from "./periodic.ts";
import { dispatchTask } from "./tasks/dispatch.ts";
import { runRoute } from "./tasks/route.ts";

const BEAT_MS = 5_000;
const REAP_MS = 10_000;
const FOLD_MS = 500;
/** So many beats in a row may fail before the process gives itself up. */
const MOST_MISSED_BEATS = 3;

export type Worker = {
  /** Resolves with the reason when the worker cannot go on. */
  failed: Promise<unknown>;
  /** Finishes what is under way and lets go of everything. */
  stop: () => Promise<void>;
};

/** Runs passes, routing, dispatch and upkeep in this process until it is stopped. */
export async function startWorker(services: Services, url: string): Promise<Worker> {
  const { sql, logger } = services;
  const engineSql = openEngineSql(url, { max: 2 * PASSES_IN_FLIGHT + 1 });
  let runner: JobRunner | undefined;
  const live = createLiveProcess(sql, { role: "worker", workerPoolId: () => runner?.workerPoolId() });
  await live.beat();
  await reap(sql);
  const guard = createCrashGuard(engineSql, live.id);
  await guard.refresh();
  const lanes = createLaneRunner({ sql: engineSql, logger, guard });
  const dispatch = dispatchTask(services);
  const handlers: JobHandlers = {
    advance: ({ lane }, { abortSignal }) => lanes.run(lane, abortSignal),
    route: () => runRoute(sql),
    dispatch: async (target, helpers) => {
      await dispatch(target, helpers);
    },
    arm: () => armAll(sql),
    maintain: async () => {
      await ensurePartitions(sql);
      await removeDeadJobs(sql);
      await compactCounters(sql);
    },
  };
  runner = await startJobRunner(url, { handlers, logger });
  const { ended } = runner;
  const heart = watchHeart(live.beat);
  const watchOthers = async (): Promise<void> => {
    await reap(sql);
    await guard.refresh();
  };
  const warn = (what: string) => (error: unknown) => logger.warn({ error }, what);
  const duties = [
    heart,
    repeat(watchOthers, { pauseMs: REAP_MS, onError: warn("dead processes could not be looked for") }),
    repeat(() => foldAll(() => foldDeltas(sql)), { pauseMs: FOLD_MS, onError: warn("counters could not be folded") }),
  ];
  await armAll(sql);
  const stop = async (): Promise<void> => {
    lanes.stop();
    await Promise.allSettled([runner?.stop(), ...duties.map((duty) => duty.stop())]);
    lanes.stop();
    await live.end().catch(warn("the heartbeat could not be ended"));
    await engineSql.end({ timeout: 5 });
  };
  return {
    failed: Promise.race([
      heart.lost,
      ended.then(
        () => "the job runner ended",
        (error: unknown) => error,
      ),
    ]),
    stop,
  };
}

/** Beats until the database has been silent for several beats in a row. */
function watchHeart(beat: () => Promise<void>): { lost: Promise<unknown>; stop: () => Promise<void> } {
  let missed = 0;
  let report: (reason: unknown) => void = () => undefined;
  const lost = new Promise<unknown>((done) => {
    report = done;
  });
  const beatOnce = async (): Promise<void> => {
    await beat();
    missed = 0;
  };
  const onError = (error: unknown): void => {
    missed += 1;
    if (missed >= MOST_MISSED_BEATS) report(error);
  };
  return { lost, stop: repeat(beatOnce, { pauseMs: BEAT_MS, onError }).stop };
}

async function foldAll(fold: () => Promise<number>): Promise<void> {
  while ((await fold()) > 0);
}
