import type { Sql } from "#db/client.ts";
import { readVersion } from "#db/queries/programs.ts";
import { nodeTypes } from "../../nodes/registry.ts";

/** What the counters' indexes stand for in one version. */
export type VersionShape = { nodes: readonly { id: string; ports: readonly string[] }[] };

const MOST_SHAPES = 500;
/** Versions never change, so a shape is right for as long as the process lives. In order of last use. */
const shapesByClient = new WeakMap<Sql, Map<number, VersionShape>>();

/** The shapes of published versions by id. Throws an Error for a version that does not exist. */
export async function readVersionShapes(sql: Sql, versionIds: readonly number[]): Promise<Map<number, VersionShape>> {
  const shapes = new Map<number, VersionShape>();
  for (const versionId of new Set(versionIds)) shapes.set(versionId, await readShape(sql, versionId));
  return shapes;
}

async function readShape(sql: Sql, versionId: number): Promise<VersionShape> {
  const known = shapesByClient.get(sql) ?? new Map<number, VersionShape>();
  shapesByClient.set(sql, known);
  const shape = known.get(versionId) ?? (await loadShape(sql, versionId));
  known.delete(versionId);
  known.set(versionId, shape);
  const oldest = known.keys().next().value;
  if (known.size > MOST_SHAPES && oldest !== undefined) known.delete(oldest);
  return shape;
}

async function loadShape(sql: Sql, versionId: number): Promise<VersionShape> {
  const version = await readVersion(sql, versionId);
  if (version === undefined) throw new Error(`Version ${versionId} does not exist`);
  const nodes = version.graph.nodes.map(({ id, type, settings }) => ({
    id,
    ports: nodeTypes.get(type)?.ports(settings) ?? [],
  }));
  return { nodes };
}
