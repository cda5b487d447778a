// Finds a Chromium for the browser tests, or gets one by whatever way this machine has.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { environment, node, root } from "./install.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const packageManagers = [
  [
    "apt-get",
    [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ],
  ],
  ["dnf", [["install", "-y", "-q", "chromium"]]],
  ["apk", [["add", "--quiet", "chromium"]]],
  ["pacman", [["-Sy", "--noconfirm", "chromium"]]],
];

/** The path of a Chromium that starts; undefined when there is none and none could be had. */
export function ensureChromium() {
  return findChromium() ?? (installWithPlaywright() || installWithSystem() ? findChromium() : undefined);
}

function findChromium() {
  const inPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH, ...inPath, ...places, ...playwrightBrowsers()].find(
    (path) => path && existsSync(path) && starts(path),
  );
}

function playwrightBrowsers() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), process.platform === "darwin" ? "Library/Caches" : ".cache", "ms-playwright");
  if (!existsSync(cache)) return [];
  const folders = readdirSync(cache).filter((name) => name.startsWith("chromium-"));
  return folders.flatMap((name) => [
    join(cache, name, "chrome-linux", "chrome"),
    join(cache, name, "chrome-linux64", "chrome"),
  ]);
}

const starts = (path) => spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;

function installWithPlaywright() {
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  console.log("Getting a Chromium for the browser tests …");
  return (
    spawnSync(node, [cli, "install", "chromium"], { env: environment(), stdio: "ignore", timeout: 180_000 }).status ===
    0
  );
}

function installWithSystem() {
  for (const [manager, commands] of packageManagers) {
    if (spawnSync(manager, ["--version"], { stdio: "ignore" }).status !== 0) continue;
    const needsSudo = process.getuid?.() !== 0;
    return commands.every((command) => {
      const [program, args] = needsSudo ? ["sudo", ["-n", manager, ...command]] : [manager, command];
      return (
        spawnSync(program, args, {
          stdio: "ignore",
          timeout: 600_000,
          env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        }).status === 0
      );
    });
  }
  return false;
}
