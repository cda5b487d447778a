import type { JourneyGraph } from "../../app/engine/graph.ts";
import type { SqlOrTx } from "../client.ts";

export type StoredVersion = { id: number; workspaceId: number; journeyId: number; graph: JourneyGraph };

/** A published version by id, whatever its journey's state; ids come from runs and journeys that were read with their workspace. */
export async function readVersion(sql: SqlOrTx, versionId: number): Promise<StoredVersion | undefined> {
  const [row] = await sql<StoredVersion[]>`
    select id, workspace_id as "workspaceId", journey_id as "journeyId", graph from journey_version where id = ${versionId}`;
  return row;
}
