import { type JourneyRunRow, type RunStanding, selectJourneyRuns, selectVersionIds } from "#db/queries/journey-runs.ts";
import { runState } from "#db/schema/run.ts";
import type { JsonObject } from "../../engine/effect.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { readVersionShapes, type VersionShape } from "./version-shapes.server.ts";

export type ListedRun = {
  id: number;
  customerId: number;
  /** The id that the sending system uses; undefined while the customer is anonymous. */
  userId: string | undefined;
  attributes: JsonObject;
  standing: RunStanding;
  nodeId: string;
  version: number;
  enteredAt: Date;
  nodeEnteredAt: Date;
  dueAt: Date | undefined;
  hold: { code: string; params: Record<string, string | number> } | undefined;
};

export type RunFilter = {
  /** Only people whose last step is this node; in every version that has it. */
  nodeId?: string | undefined;
  standings?: readonly RunStanding[] | undefined;
  beforeId?: number | undefined;
  limit?: number | undefined;
};

/**
 * The people behind a journey's numbers, latest entry first; `nextBeforeId` is set when there are more. Throws request.not_found for a
 * missing and for a foreign journey alike; a node that no version has matches nobody.
 */
export async function listRuns(
  { sql }: Pick<Services, "sql">,
  {
    scope,
    journeyId,
    nodeId,
    standings = ["here", "left", "failed"],
    beforeId,
    limit = 50,
  }: RunFilter & { scope: Scope; journeyId: number },
): Promise<{ runs: ListedRun[]; nextBeforeId: number | undefined }> {
  const { workspaceId } = scope;
  const versionIds = await selectVersionIds(sql, { workspaceId, journeyId });
  if (versionIds === undefined) throw new AppError("request.not_found");
  const shapes = await readVersionShapes(sql, versionIds);
  const places = nodeId === undefined ? undefined : placesOf(nodeId, shapes);
  const rows = await selectJourneyRuns(sql, { workspaceId, journeyId, standings, places, beforeId, limit: limit + 1 });
  const runs = rows.slice(0, limit).map((row) => toListedRun(row, shapes));
  return { runs, nextBeforeId: rows.length > limit ? runs.at(-1)?.id : undefined };
}

function placesOf(nodeId: string, shapes: ReadonlyMap<number, VersionShape>): { versionId: number; node: number }[] {
  return [...shapes]
    .map(([versionId, { nodes }]) => ({ versionId, node: nodes.findIndex(({ id }) => id === nodeId) }))
    .filter(({ node }) => node >= 0);
}

function toListedRun(row: JourneyRunRow, shapes: ReadonlyMap<number, VersionShape>): ListedRun {
  return {
    id: row.id,
    customerId: row.customerId,
    userId: row.userId ?? undefined,
    attributes: row.attributes,
    standing: standingOf(row.state),
    nodeId: shapes.get(row.versionId)?.nodes[row.node]?.id ?? "",
    version: row.version,
    enteredAt: row.enteredAt,
    nodeEnteredAt: row.nodeEnteredAt,
    dueAt: row.dueAt ?? undefined,
    hold: row.holdCode === null ? undefined : { code: row.holdCode, params: row.holdParams ?? {} },
  };
}

function standingOf(state: number): RunStanding {
  if (state === runState.left) return "left";
  return state === runState.failed ? "failed" : "here";
}
