import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assertDatabaseAnswers, assertPortIsFree, lockFolder } from "./boot-checks.ts";

test("a taken port is named with a way out", async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await expect(assertPortIsFree("127.0.0.1", port)).rejects.toThrow(
    new RegExp(`Port ${port} is already in use.*PORT=${port + 1} npm start`),
  );
  await new Promise((done) => server.close(done));
  await expect(assertPortIsFree("127.0.0.1", port)).resolves.toBeUndefined();
});

test("a folder belongs to one running process, and is free again after it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lotse-lock-"));
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(/already runs on/);
  await release();
  const again = await lockFolder(folder);
  await again();
});

test("the lock of a killed process is taken over", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lotse-lock-"));
  await writeFile(join(folder, "lotse.lock"), "999999999\n");
  const release = await lockFolder(folder);
  await release();
});

test("an unreachable database is one sentence without the password", async () => {
  const url = "postgres://someone:secret-word@127.0.0.1:9/nowhere";
  const fault = await assertDatabaseAnswers(url).catch((error: Error) => error);
  expect(fault).toBeInstanceOf(Error);
  expect((fault as Error).message).toMatch(/database nowhere at 127\.0\.0\.1:9 \(DATABASE_URL\) does not answer/);
  expect((fault as Error).message).not.toContain("secret-word");
});
