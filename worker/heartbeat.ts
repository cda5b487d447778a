import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Sql } from "#db/client.ts";
import { isAlive } from "#db/embedded.ts";
import { beat, buryProcesses, endBeat, readProcesses } from "#db/queries/heartbeat.ts";

/** One process of this installation, as others see it. */
type LiveProcess = {
  id: string;
  beat: () => Promise<void>;
  /** Says goodbye, so that nobody takes the silence for a crash. */
  end: () => Promise<void>;
};

export function createLiveProcess(
  sql: Sql,
  { role, workerPoolId }: { role: "web" | "worker"; workerPoolId: () => string | undefined },
): LiveProcess {
  const id = randomUUID();
  return {
    id,
    beat: () => beat(sql, { id, role, workerPoolId: workerPoolId(), pid: process.pid, host: hostname() }),
    end: () => endBeat(sql, id),
  };
}

/**
 * Frees what dead processes held: those of this machine at once, those of others after 20 seconds of silence. Returns how many have
 * died. A process that is taken for dead wrongly (a second container of the same name) does some work twice, which is harmless.
 */
export async function reap(sql: Sql): Promise<number> {
  const processes = await readProcesses(sql, hostname());
  const dead = processes.filter(({ pid }) => !isAlive(pid)).map(({ id }) => id);
  return buryProcesses(sql, dead);
}
