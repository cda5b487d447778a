// Runs before anything is installed, on whatever Node 20+ the machine has: plain JavaScript, no packages.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const modules = join(root, "node_modules");
const stamp = join(modules, ".lotse-installed");
/** Lotse's own Node 24; it comes with npm, so the version on the machine does not matter. */
export const node = join(modules, ".bin", process.platform === "win32" ? "node.cmd" : "node");

/** Installs the packages of the lock file unless exactly these are there. Ends the process with one sentence if npm fails. */
export function ensureInstalled() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) fail(`Lotse needs Node 20 or newer; this is ${process.version}.`);
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const isInstalled = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && hasOwnNode();
  if (isInstalled) return;
  console.log("Installing packages (once) …");
  // Not `npm ci`: it refuses a lock file that lacks packages for other platforms, as registries that mirror only some make it.
  const result = npm(["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (result !== 0) fail("The packages could not be installed. The message of npm above says why.");
  if (!hasOwnNode())
    spawnSync(process.execPath, ["installArchSpecificPackage"], { cwd: join(modules, "node"), stdio: "inherit" });
  if (!hasOwnNode())
    fail("Lotse's own Node 24 was not installed. Allow install scripts in npm (ignore-scripts=false) and try again.");
  writeFileSync(stamp, wanted);
}

/** The surroundings of a child: the project's own binaries come first. */
export function environment() {
  const path = `${join(modules, ".bin")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}`;
  return { ...process.env, PATH: path };
}

function hasOwnNode() {
  if (!existsSync(node)) return false;
  const answer = spawnSync(node, ["--version"], { encoding: "utf8" });
  return answer.status === 0 && /^v2[4-9]\./.test(answer.stdout);
}

function npm(args) {
  const script = process.env.npm_execpath;
  const [command, first] = script ? [process.execPath, [script]] : ["npm", []];
  return spawnSync(command, [...first, ...args], { cwd: root, stdio: "inherit", env: process.env }).status;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
