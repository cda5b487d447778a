// Builds the pages when a source is newer than the last build.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment, node, root } from "./install.mjs";

const stamp = join(root, "build", ".built");
const sources = ["app", "public", "package-lock.json", "vite.config.ts", "remix.config.js"];

/** Returns false, with the builder's own message printed, when the pages could not be built. */
export function ensureBuilt() {
  const newest = Math.max(...sources.map((name) => newestChange(join(root, name))));
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest) return true;
  console.log("Building the pages …");
  const remix = join(root, "node_modules", "@remix-run", "dev", "dist", "cli.js");
  const result = spawnSync(node, [remix, "vite:build", "--logLevel", "error"], {
    cwd: root,
    encoding: "utf8",
    env: { ...environment(), NODE_ENV: "production" },
  });
  if (result.status !== 0) {
    console.error(`The pages could not be built.\n${result.stdout}${result.stderr}`);
    return false;
  }
  writeFileSync(stamp, "");
  return true;
}

function newestChange(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
