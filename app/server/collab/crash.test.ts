import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph } from "../../canvas/document.testing.ts";
import { changeSettings } from "../../canvas/journey-commands.ts";
import { aJourney, openWindow, until, untilSaved } from "./collab.testing.ts";
import { readDraft } from "./draft-store.server.ts";

const rounds = 4;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** A process that is ready to serve; `serve` makes it listen. */
async function warmProcess(url: string, port: number): Promise<{ child: ChildProcess; serve: () => Promise<void> }> {
  const child = fork(fileURLToPath(new URL("crash.testing.ts", import.meta.url)), [url, String(port)], {
    execPath: fileURLToPath(new URL("../../../node_modules/.bin/node", import.meta.url)),
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  await once(child, "message");
  const serve = async (): Promise<void> => {
    child.send("serve");
    await once(child, "message");
  };
  return { child, serve };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

test(`after ${rounds} kills of the server in the middle of edits every acknowledged edit is stored, and the others are sent again`, {
  timeout: 120_000,
}, async () => {
  const database = await createTestDatabase();
  const port = await freePort();
  const workspaceId = await aWorkspace(database.sql);
  const journeyId = await aJourney(database, { workspaceId, graph: aGraph({ nodes: ["a"], edges: [] }) });
  let running = await warmProcess(database.url, port);
  await running.serve();
  const place = { url: `ws://127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
  const mara = openWindow(place, { journeyId, workspaceId, userId: "mara" });
  await untilSaved(mara);
  let edits = 0;
  const edit = (): void => {
    edits += 1;
    changeSettings(mara.context, { key: "a", patch: { [`edit${edits}`]: edits } });
  };
  const storedEdits = async () =>
    Object.keys((await readDraft(database.db, { workspaceId, journeyId })).nodes[0]?.settings ?? {}).length;

  for (let round = 0; round < rounds; round += 1) {
    const before = edits;
    const next = await warmProcess(database.url, port);
    // Each acknowledgement brings the next edits; the server dies while some of them are on their way.
    const killAt = before + 3 + round * 4;
    for (let count = 0; count < 3; count += 1) edit();
    const stop = mara.subscribe(() => {
      if (mara.state().unsavedCount < 3) edit();
    });
    await until(mara, () => edits - mara.state().unsavedCount >= killAt);
    stop();
    for (let count = 0; count < 5; count += 1) edit();
    const acknowledged = edits - mara.state().unsavedCount;
    await kill(running.child);
    expect(acknowledged).toBeGreaterThan(before);
    expect(await storedEdits()).toBeGreaterThanOrEqual(acknowledged);
    running = next;
    await running.serve();
    await untilSaved(mara);
    expect(await storedEdits()).toBe(edits);
  }
  mara.destroy();
  await kill(running.child);
  await database.close();
});
