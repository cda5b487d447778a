import { pino } from "pino";
import { openEngineSql, openSql } from "#db/client.ts";
import { foldDeltas } from "#db/queries/counters.ts";
import { startJobRunner } from "../job-runner.ts";
import { createLaneRunner } from "../lanes.ts";
import { createCrashGuard } from "../passes/crash-guard.ts";
import { repeat } from "../periodic.ts";

/** A worker without router and dispatchers, forked by the bench: lanes driven by Graphile Worker, and the folding of the counters. */
const url = process.env["DATABASE_URL"] ?? "";
const logger = pino({ level: "warn" });
const engineSql = openEngineSql(url, { max: 4 });
const sql = openSql(url, { max: 2 });
const lanes = createLaneRunner({ sql: engineSql, logger, guard: createCrashGuard(engineSql, "bench") });
const nothing = async (): Promise<void> => undefined;
const runner = await startJobRunner(url, {
  handlers: {
    advance: ({ lane }, { abortSignal }) => lanes.run(lane, abortSignal),
    route: nothing,
    dispatch: nothing,
    arm: nothing,
    maintain: nothing,
  },
  logger,
});
const folding = repeat(() => foldDeltas(sql), {
  pauseMs: 500,
  onError: (error) => logger.warn({ error }, "not folded"),
});
let peakBytes = 0;
const watch = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 100);
process.send?.("ready");

process.on("message", async () => {
  clearInterval(watch);
  lanes.stop();
  await Promise.all([runner.stop(), folding.stop()]);
  lanes.stop();
  process.send?.({ peakBytes, cpuMicroseconds: process.cpuUsage().user + process.cpuUsage().system });
  process.disconnect();
  await Promise.all([engineSql.end(), sql.end()]);
});
