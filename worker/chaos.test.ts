import { expect, test } from "vitest";
import { runChaos } from "./bench/chaos-run.ts";

const MINUTE_MS = 60_000;

test("workers and Postgres killed in the middle of 10,000 runs: no step twice, counters equal the log, every e-mail accepted once", {
  timeout: 6 * MINUTE_MS,
}, async () => {
  const { steps, ...report } = await runChaos({
    runs: 10_000,
    workerKills: 4,
    postgresKills: 1,
    longestMs: 4 * MINUTE_MS,
  });
  expect(report).toEqual({
    runs: 10_000,
    ended: 10_000,
    workerKills: 4,
    postgresKills: 1,
    doubledSteps: 0,
    countersEqualLog: true,
    isConserved: true,
    intents: 20_000,
    acceptedOnce: 20_000,
    sandboxMessages: 20_000,
  });
  expect(steps).toBeGreaterThan(80_000 - 1);
});
