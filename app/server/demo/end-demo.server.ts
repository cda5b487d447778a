import { setTimeout as pause } from "node:timers/promises";
import { clearDemo, readDemoRecord, endDemo as stopDemo } from "#db/queries/demo.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/** The simulator looks once a second whether the demo goes on; its last events are routed shortly after. */
const LAST_EVENTS_MS = 2_500;

/**
 * Ends the demo of the workspace and removes its journey and its people in one step; whatever people made themselves stays. Admins
 * and owners only; throws request.not_found where no demo was seeded.
 */
export async function endDemo({ sql }: Pick<Services, "sql">, { scope }: { scope: Scope }): Promise<void> {
  requireRole(scope, "admin");
  const demo = await readDemoRecord(sql);
  if (demo?.workspaceId !== scope.workspaceId) throw new AppError("request.not_found");
  await stopDemo(sql, demo);
  await pause(LAST_EVENTS_MS);
  await sql.begin((tx) => clearDemo(tx, demo));
}
