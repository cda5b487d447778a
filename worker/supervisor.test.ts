import { expect, test } from "vitest";
import { startSupervisor } from "./supervisor.ts";

/** Collects what a supervised script prints, and lets a test wait for a line. */
function listen() {
  const lines: string[] = [];
  const waiting: { text: string; count: number; done: () => void }[] = [];
  const seen = (text: string): number => lines.filter((line) => line.includes(text)).length;
  const log = (name: string, line: string): void => {
    lines.push(`${name}: ${line}`);
    for (const entry of waiting) if (seen(entry.text) >= entry.count) entry.done();
  };
  const heard = (text: string, count = 1): Promise<void> =>
    new Promise((done) => {
      if (seen(text) >= count) done();
      else waiting.push({ text, count, done });
    });
  return { lines, log, heard };
}

const script = (source: string): string[] => ["--eval", source];

test("a child that crashes is started again, one that ends as it may is not", async () => {
  const { lines, log, heard } = listen();
  const supervisor = startSupervisor({
    children: [
      { name: "crasher", args: script("console.log('up'); setTimeout(() => process.exit(3), 5)") },
      { name: "once", args: script("console.log('done')"), mayEnd: true },
    ],
    environment: process.env,
    log,
    firstPauseMs: 5,
  });
  await heard("crasher: up", 3);
  await heard("once: done");
  await supervisor.stop();
  expect(lines.filter((line) => line.startsWith("once"))).toEqual(["once: done"]);
  expect(lines).toContain("crasher: ended with code 3; it starts again");
});

test("a child killed with -9 is started again, and stopping lets children finish", async () => {
  const { lines, log, heard } = listen();
  const source =
    "process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); console.log('up'); setInterval(() => {}, 1000)";
  const supervisor = startSupervisor({
    children: [{ name: "server", args: script(source) }],
    environment: process.env,
    log,
    firstPauseMs: 5,
  });
  await heard("server: up");
  process.kill(supervisor.pidOf("server") ?? 0, "SIGKILL");
  await heard("server: up", 2);
  await supervisor.stop();
  await heard("server: bye");
  expect(lines).toContain("server: ended with SIGKILL; it starts again");
  expect(supervisor.pidOf("server")).toBeUndefined();
});
