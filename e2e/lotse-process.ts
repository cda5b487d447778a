import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type LotseProcess = {
  url: string;
  dataFolder: string;
  process: ChildProcess;
  output: () => string;
  stop: () => Promise<void>;
};

/** Starts a whole Lotse (worker/boot.ts, as `npm start` does) on a free port and a data folder of its own, and waits until it is ready. */
export async function startLotse(environment: Record<string, string> = {}): Promise<LotseProcess> {
  const dataFolder = await mkdtemp(join(tmpdir(), "lotse-e2e-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["worker/boot.ts"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      LOTSE_DATA: dataFolder,
      LOTSE_DEMO: "0",
      LOTSE_LOG: "warn",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const collect = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, () => text);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    }
    await rm(dataFolder, { recursive: true, force: true });
  };
  return { url, dataFolder, process: child, output: () => text, stop };
}

/** Ready is what `npm start` calls ready: everything answers, and demo.json is written. */
async function waitUntilReady(child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Lotse ended before it was ready.\n${output()}`);
    if (output().includes("Lotse runs at")) return;
    await pause(100);
  }
  throw new Error(`Lotse was not ready in time.\n${output()}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
