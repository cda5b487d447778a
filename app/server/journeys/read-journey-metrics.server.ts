import type { Sql } from "#db/client.ts";
import { readStepCounts } from "#db/queries/metrics.ts";
import type { JourneyMetrics } from "../../api/metrics.ts";
import { AppError } from "../../errors/app-error.ts";
import { tallyMetrics } from "./tally-metrics.ts";
import { readVersionShapes } from "./version-shapes.server.ts";

/**
 * The numbers of a journey over all its versions, of one instant; every step that any version has is there, counted or not. Throws
 * request.not_found for a missing and for a foreign journey alike.
 */
export async function readJourneyMetrics(
  sql: Sql,
  { workspaceId, journeyId }: { workspaceId: number; journeyId: number },
): Promise<JourneyMetrics> {
  const counts = await readStepCounts(sql, { workspaceId, journeyId });
  if (counts === undefined) throw new AppError("request.not_found");
  const shapes = await readVersionShapes(sql, counts.versionIds);
  return { journeyId, asOf: counts.asOf.toISOString(), ...tallyMetrics(counts.rows, shapes) };
}
