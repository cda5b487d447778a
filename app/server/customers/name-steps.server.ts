import type { SqlOrTx } from "#db/client.ts";
import { type NodeRow, selectNodes } from "#db/queries/customers.ts";
import type { Json, JsonObject } from "../../engine/effect.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import type { TimelineJourney, TimelineStep } from "./timeline.ts";

export type NodePlace = { versionId: number; node: number };
export type NamedSteps = {
  journey: (versionId: number) => TimelineJourney;
  step: (place: NodePlace) => TimelineStep | undefined;
  /** The name of a port by its index in the node type's ports, and its label where the settings give it one. */
  port: (place: NodePlace, index: number) => { port: string | undefined; portLabel: string | undefined };
};

/** Finds the names behind versions and node indexes, each node once, however large its graph. */
export async function nameSteps(
  sql: SqlOrTx,
  { workspaceId, places }: { workspaceId: number; places: readonly NodePlace[] },
): Promise<NamedSteps> {
  const wanted = new Map(places.map((place) => [keyOf(place), place]));
  const rows = await selectNodes(sql, { workspaceId, nodes: [...wanted.values()] });
  const byPlace = new Map(rows.map((row) => [keyOf(row), row]));
  const byVersion = new Map(rows.map((row) => [row.versionId, row]));
  return {
    journey: (versionId) => {
      const row = byVersion.get(versionId);
      return { id: row?.journeyId ?? 0, name: row?.journeyName ?? "", version: row?.version ?? 0 };
    },
    step: (place) => toStep(byPlace.get(keyOf(place))),
    port: (place, index) => toPort(byPlace.get(keyOf(place)), index),
  };
}

const keyOf = ({ versionId, node }: NodePlace): string => `${versionId}:${node}`;

function toStep(row: NodeRow | undefined): TimelineStep | undefined {
  if (!row?.graphNode) return undefined;
  const { id, name, type } = row.graphNode;
  return { id, name, type };
}

function toPort(row: NodeRow | undefined, index: number): ReturnType<NamedSteps["port"]> {
  const node = row?.graphNode;
  const port = node ? nodeTypes.get(node.type)?.ports(node.settings)[index] : undefined;
  return { port, portLabel: node && port !== undefined ? labelOf(node.settings, port) : undefined };
}

/** Steps with named exits keep them in a list setting, as items with `id` and `label`. */
function labelOf(settings: JsonObject, port: string): string | undefined {
  for (const list of Object.values(settings)) {
    if (!Array.isArray(list)) continue;
    const item = list.find((entry) => objectOf(entry)["id"] === port);
    const label = item === undefined ? undefined : objectOf(item)["label"];
    if (typeof label === "string" && label !== "") return label;
  }
  return undefined;
}

function objectOf(value: Json): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
