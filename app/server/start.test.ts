import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("./start.server.ts", import.meta.url));

/** Runs the web process until it ends; what it printed and how it ended. */
function start(variables: Record<string, string>): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", ...variables },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((done) => child.on("close", (code) => done({ code, printed: printed.trim() })));
}

test("a wrong environment is one sentence", async () => {
  expect(await start({ PORT: "many" })).toEqual({
    code: 1,
    printed: expect.stringMatching(/^The environment is not usable\. PORT: [^\n]+$/),
  });
});

test("a missing database address is one sentence", async () => {
  expect(await start({})).toEqual({
    code: 1,
    printed: "The web server needs DATABASE_URL. `npm start` gives it the embedded database.",
  });
});

test("a database that does not answer is one sentence, without the password", async () => {
  const { code, printed } = await start({ DATABASE_URL: "postgres://lotse:geheim@127.0.0.1:1/lotse", PORT: "0" });
  expect([code, printed]).toEqual([
    1,
    "The database lotse at 127.0.0.1:1 does not answer (ECONNREFUSED). Check DATABASE_URL.",
  ]);
});
