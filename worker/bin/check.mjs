// `npm run check`: format, lint, types, walls, dead code. Prints nothing when all is well.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, environment, node, root } from "./install.mjs";

const script = (...parts) => join(root, "node_modules", ...parts);
const checks = [
  ["format and lint", script("@biomejs", "biome", "bin", "biome"), ["ci", "--diagnostic-level=error", "."]],
  ["types", script("typescript", "bin", "tsc"), ["-p", "."]],
  ["types of the pure engine", script("typescript", "bin", "tsc"), ["-p", "app/engine"]],
  [
    "walls",
    script("dependency-cruiser", "bin", "dependency-cruiser.mjs"),
    ["--config", ".dependency-cruiser.mjs", "--output-type", "err", "app", "worker", "db"],
  ],
  ["dead code", script("knip", "bin", "knip.js"), []],
];

/** Runs every check; returns how many passed and the names of those that failed. */
export function runChecks() {
  const failed = [];
  for (const [name, path, args] of checks) {
    const result = spawnSync(node, [path, ...args], {
      cwd: root,
      encoding: "utf8",
      env: environment(),
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status === 0) continue;
    failed.push(name);
    console.error(`✗ ${name}\n${result.stdout}${result.stderr}`);
  }
  return { passed: checks.length - failed.length, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  ensureInstalled();
  process.exit(runChecks().failed.length === 0 ? 0 : 1);
}
