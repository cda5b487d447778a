// `npm start`: installs and builds what is missing, then hands over to worker/boot.ts on Lotse's own Node.
import { spawn } from "node:child_process";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled, environment, node, root } from "./install.mjs";

const isDevelopment = process.argv.includes("--dev");
ensureInstalled();
if (!isDevelopment && !ensureBuilt()) process.exit(1);

const surroundings = { NODE_ENV: isDevelopment ? "development" : "production", ...environment() };
const child = spawn(node, ["worker/boot.ts"], { cwd: root, stdio: "inherit", env: surroundings });
// A terminal sends Ctrl-C to both; a second one while stopping changes nothing.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
