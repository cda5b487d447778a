import type { StepCountRow } from "#db/queries/metrics.ts";
import { transitionKind } from "#db/schema/run.ts";
import type { JourneyMetrics, NodeMetrics } from "../../api/metrics.ts";
import type { VersionShape } from "./version-shapes.server.ts";

type Tally = Pick<JourneyMetrics, "onTheirWay" | "nodes" | "edges">;

/**
 * Turns counters by version and index into the numbers of each node id and path over all versions. `here` is what entered and neither
 * moved on, left nor failed, so the four always add up.
 */
export function tallyMetrics(rows: readonly StepCountRow[], shapes: ReadonlyMap<number, VersionShape>): Tally {
  // Maps, because ids such as "constructor" are allowed.
  const nodes = new Map<string, NodeMetrics>();
  const edges = new Map<string, number>();
  const nodeOf = (versionId: number, index: number): NodeMetrics | undefined => {
    const id = shapes.get(versionId)?.nodes[index]?.id;
    if (id === undefined) return undefined;
    const node = nodes.get(id) ?? { entered: 0, here: 0, movedOn: 0, left: 0, failed: 0, skipped: 0, enteredToday: 0 };
    nodes.set(id, node);
    return node;
  };
  for (const [versionId, shape] of shapes) for (const index of shape.nodes.keys()) nodeOf(versionId, index);
  for (const row of rows) {
    count(row, nodeOf(row.versionId, row.fromNode), nodeOf(row.versionId, row.toNode));
    const path = row.kind === transitionKind.moved ? pathOf(row, shapes.get(row.versionId)) : undefined;
    if (path !== undefined) edges.set(path, (edges.get(path) ?? 0) + row.count);
  }
  let onTheirWay = 0;
  for (const node of nodes.values()) {
    node.here = node.entered - node.movedOn - node.left - node.failed;
    onTheirWay += node.here;
  }
  return { onTheirWay, nodes: Object.fromEntries(nodes), edges: Object.fromEntries(edges) };
}

function count(row: StepCountRow, from: NodeMetrics | undefined, to: NodeMetrics | undefined): void {
  if (row.kind === transitionKind.entered || row.kind === transitionKind.moved) {
    if (to !== undefined) {
      to.entered += row.count;
      to.enteredToday += row.countToday;
    }
    if (from !== undefined) from.movedOn += row.count;
  }
  if (row.kind === transitionKind.left && from !== undefined) from.left += row.count;
  if (row.kind === transitionKind.failed && from !== undefined) from.failed += row.count;
  // Back on the step it had failed at.
  if (row.kind === transitionKind.resumed && from !== undefined) from.failed -= row.count;
}

function pathOf({ fromNode, port }: StepCountRow, shape: VersionShape | undefined): string | undefined {
  const source = shape?.nodes[fromNode];
  const name = source?.ports[port];
  return source === undefined || name === undefined ? undefined : `${source.id}|${name}`;
}
