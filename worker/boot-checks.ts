import { mkdir, open, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { openSql } from "#db/client.ts";
import { isAlive } from "#db/embedded.ts";

/** A reason not to start that a person can act on; its message is the one sentence they read. */
export class CannotStart extends Error {}

/** Throws CannotStart when `port` is taken or may not be used; port 0 stands for any free one. */
export async function assertPortIsFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  const fault = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    probe.once("error", done);
    probe.listen(port, host, () => done(undefined));
  });
  await new Promise((done) => probe.close(done));
  if (fault?.code === "EADDRINUSE")
    throw new CannotStart(
      `Port ${port} is already in use. Stop what uses it, or start Lotse with another one: PORT=${port + 1} npm start`,
    );
  if (fault)
    throw new CannotStart(`Port ${port} cannot be used on ${host} (${fault.code}). Choose another one with PORT.`);
}

/**
 * Takes the data folder for this process, so that two starts cannot share one database. A lock left by a killed process is taken
 * over. Throws CannotStart naming the process that runs.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, "lotse.lock");
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CannotStart(`The data folder ${folder} cannot be created. Choose another one with LOTSE_DATA.`, {
      cause,
    });
  });
  for (let tries = 0; tries < 2; tries += 1) {
    const file = await open(path, "wx").catch((error: NodeJS.ErrnoException) => error);
    if (!(file instanceof Error)) {
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return () => rm(path, { force: true });
    }
    if (file.code !== "EEXIST")
      throw new CannotStart(
        `The data folder ${folder} cannot be written (${file.code}). Choose another one with LOTSE_DATA.`,
      );
    const holder = Number((await readFile(path, "utf8").catch(() => "")).trim());
    if (holder && isAlive(holder))
      throw new CannotStart(
        `Lotse already runs on ${folder} (process ${holder}). Stop it first, or use another folder with LOTSE_DATA.`,
      );
    await rm(path, { force: true });
  }
  throw new CannotStart(`Another process is starting Lotse on ${folder} right now.`);
}

/** Throws CannotStart when the database does not answer or refuses the sign-in. The password is never shown. */
export async function assertDatabaseAnswers(url: string): Promise<void> {
  const sql = openSql(url, { max: 1, applicationName: "lotse-boot" });
  try {
    await sql`select 1`;
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const reason = cause instanceof Error ? ("code" in cause && String(cause.code)) || cause.message : "unknown";
    throw new CannotStart(`The database ${pathname.slice(1)} at ${host} (DATABASE_URL) does not answer: ${reason}.`, {
      cause,
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}
