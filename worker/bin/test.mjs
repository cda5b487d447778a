// `npm test`: installs what is missing, then checks, tests on a real Postgres and browser tests. Ends with "N passed, N failed".
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { runChecks } from "./check.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureInstalled, environment, node, root } from "./install.mjs";

ensureInstalled();
const results = join(root, ".cache", "test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

let passed = 0;
let failed = 0;
step("Checks", () => {
  const checks = runChecks();
  return { passed: checks.passed, failed: checks.failed.length };
});
step("Unit, database, property and chaos tests", vitest);
step("Browser tests", playwright);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function step(title, run) {
  console.log(`\n— ${title}`);
  const outcome = run();
  passed += outcome.passed;
  failed += outcome.failed;
}

function vitest() {
  const output = join(results, "vitest.json");
  const cli = join(root, "node_modules", "vitest", "vitest.mjs");
  const run = spawnSync(
    node,
    [cli, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`],
    options({ NODE_ENV: "test" }),
  );
  if (!existsSync(output)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(output, "utf8"));
  // A file that fails to load has no failed test of its own, but is a failure all the same.
  const failures = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 || run.status !== 0 ? 1 : 0);
  return { passed: report.numPassedTests, failed: failures };
}

function playwright() {
  const chromium = ensureChromium();
  if (chromium === undefined) {
    console.error("No Chromium was found or could be installed. Set CHROMIUM_PATH to one.");
    return { passed: 0, failed: 1 };
  }
  if (!ensureBuilt()) return { passed: 0, failed: 1 };
  const output = join(results, "playwright.json");
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const surroundings = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: output, NODE_ENV: "test" };
  const run = spawnSync(
    node,
    [cli, "test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    options(surroundings),
  );
  if (!existsSync(output)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(output, "utf8"));
  return { passed: stats.expected, failed: Math.max(stats.unexpected + stats.flaky, run.status === 0 ? 0 : 1) };
}

function options(extra) {
  return { cwd: root, stdio: "inherit", env: { ...environment(), ...extra } };
}
