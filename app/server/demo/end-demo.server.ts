import { setTimeout as pause } from "node:timers/promises";
import {
  clearDemo,
  isEverythingRouted,
  readDemoRecord,
  endDemo as stopDemo,
  waitForSimulator,
} from "#db/queries/demo.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** A simulator that has hung for so long is not waited for. */
const SIMULATOR_STOPS_SECONDS = 30;
const ROUTED_WITHIN_MS = 30_000;

/**
 * Ends the demo of the workspace and removes its journey and its people in one step; whatever people made themselves stays. Admins
 * and owners only; throws request.not_found where no demo was seeded.
 */
export async function endDemo({ sql }: Pick<Services, "sql">, { scope }: { scope: Scope }): Promise<void> {
  requireRole(scope, "admin");
  const demo = await readDemoRecord(sql);
  if (demo?.workspaceId !== scope.workspaceId) throw new AppError("request.not_found");
  await stopDemo(sql, demo);
  await sql.begin((tx) => waitForSimulator(tx, { seconds: SIMULATOR_STOPS_SECONDS }));
  await untilRouted(sql);
  await sql.begin((tx) => clearDemo(tx, demo));
}

/** Waits for the crowd's last events, or people would come back with them. While the worker is away it gives up after half a minute. */
async function untilRouted(sql: Services["sql"]): Promise<void> {
  for (const deadline = performance.now() + ROUTED_WITHIN_MS; performance.now() < deadline; await pause(100)) {
    if (await isEverythingRouted(sql)) return;
  }
}
