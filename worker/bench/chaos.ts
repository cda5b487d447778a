import { runChaos } from "./chaos-run.ts";

/** `npm run chaos [runs] [worker kills] [Postgres kills]`: the long version of the chaos test. Ends with 1 if anything was lost or doubled. */
const [runs = 50_000, workerKills = 16, postgresKills = 4] = process.argv.slice(2).map(Number);
const report = await runChaos({
  runs,
  workerKills,
  postgresKills,
  longestMs: 900_000,
  log: (line) => console.log(line),
});
console.table(report);
const isWhole =
  report.ended === runs &&
  report.doubledSteps === 0 &&
  report.countersEqualLog &&
  report.isConserved &&
  report.intents === 2 * runs &&
  report.acceptedOnce === report.intents &&
  report.sandboxMessages === report.intents;
console.log(isWhole ? "Nothing was lost, nothing happened twice." : "SOMETHING WAS LOST OR DOUBLED.");
process.exit(isWhole ? 0 : 1);
