import { readDemoRecord, setDemoPaused } from "#db/queries/demo.ts";
import { AppError } from "../../errors/app-error.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

/**
 * Stops or continues the simulated crowd. While it stands still nobody new arrives and nobody acts; waits that end by themselves
 * still do. Editors and above; throws request.not_found where no demo runs.
 */
export async function pauseDemo(
  { sql }: Pick<Services, "sql">,
  { scope, isPaused }: { scope: Scope; isPaused: boolean },
): Promise<void> {
  requireRole(scope, "editor");
  const demo = await readDemoRecord(sql);
  if (demo?.workspaceId !== scope.workspaceId) throw new AppError("request.not_found");
  await setDemoPaused(sql, { workspaceId: scope.workspaceId, isPaused });
}
