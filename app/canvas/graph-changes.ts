import type { Json } from "../engine/effect.ts";
import type { GraphEdge, GraphNode, JourneyGraph } from "../engine/graph.ts";
import { normaliseGraph } from "./normalise-graph.ts";

type Step = { nodeId: string; name: string; type: string };
export type FieldChange = { field: string; before: Json | undefined; after: Json | undefined };

/** One difference between two graphs, as the publish sheet lists it. */
export type GraphChange =
  | ({ kind: "node-added" } & Step)
  | ({ kind: "node-removed" } & Step)
  | ({ kind: "node-renamed"; before: string } & Step)
  | ({ kind: "node-retyped"; before: string } & Step)
  | ({ kind: "settings-changed"; fields: FieldChange[] } & Step)
  | { kind: "edge-added"; source: Step; port: string; target: Step }
  | { kind: "edge-removed"; source: Step; port: string; target: Step }
  | { kind: "edge-rerouted"; source: Step; port: string; before: Step; target: Step }
  /** Changes that no customer notices, summed up: moved steps, and notes and sections added, removed or edited. */
  | { kind: "layout"; moved: number; notes: number; sections: number };

/** How `after` differs from `before` (nothing: the first version), steps first, then edges, then one entry for the layout. */
export function listChanges(before: JourneyGraph | undefined, after: JourneyGraph): GraphChange[] {
  const old = normaliseGraph(before ?? { nodes: [], edges: [], notes: [], sections: [] });
  const fresh = normaliseGraph(after);
  const oldNodes = new Map(old.nodes.map((node) => [node.id, node]));
  const freshNodes = new Map(fresh.nodes.map((node) => [node.id, node]));
  return [
    ...fresh.nodes.flatMap((node) => nodeChanges(oldNodes.get(node.id), node)),
    ...old.nodes
      .filter((node) => !freshNodes.has(node.id))
      .map((node) => ({ kind: "node-removed", ...stepOf(node) }) as const),
    ...edgeChanges(old, fresh, (id) => stepOf(freshNodes.get(id) ?? oldNodes.get(id), id)),
    ...layoutChanges(old, fresh, oldNodes),
  ];
}

/** How many changes matter to customers; for the chip "3 changes not live". */
export function countChanges(changes: readonly GraphChange[]): number {
  return changes.filter((change) => change.kind !== "layout").length;
}

function nodeChanges(before: GraphNode | undefined, after: GraphNode): GraphChange[] {
  const step = stepOf(after);
  if (!before) return [{ kind: "node-added", ...step }];
  const changes: GraphChange[] = [];
  if (before.type !== after.type) changes.push({ kind: "node-retyped", ...step, before: before.type });
  if (before.name !== after.name) changes.push({ kind: "node-renamed", ...step, before: before.name });
  const fields = fieldChanges(before, after);
  if (fields.length > 0) changes.push({ kind: "settings-changed", ...step, fields });
  return changes;
}

function fieldChanges(before: GraphNode, after: GraphNode): FieldChange[] {
  const fields = [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])].sort();
  return fields
    .map((field) => ({ field, before: before.settings[field], after: after.settings[field] }))
    .filter((change) => !isEqual(change.before, change.after));
}

function edgeChanges(before: JourneyGraph, after: JourneyGraph, step: (id: string) => Step): GraphChange[] {
  const oldEdges = new Map(before.edges.map((edge) => [exitOf(edge), edge]));
  const freshEdges = new Map(after.edges.map((edge) => [exitOf(edge), edge]));
  const changes: GraphChange[] = [];
  for (const edge of after.edges) {
    const old = oldEdges.get(exitOf(edge));
    const ends = { source: step(edge.source), port: edge.port, target: step(edge.target) };
    if (!old) changes.push({ kind: "edge-added", ...ends });
    else if (old.target !== edge.target) changes.push({ kind: "edge-rerouted", ...ends, before: step(old.target) });
  }
  for (const edge of before.edges) {
    if (freshEdges.has(exitOf(edge))) continue;
    changes.push({ kind: "edge-removed", source: step(edge.source), port: edge.port, target: step(edge.target) });
  }
  return changes;
}

function layoutChanges(
  before: JourneyGraph,
  after: JourneyGraph,
  oldNodes: ReadonlyMap<string, GraphNode>,
): GraphChange[] {
  const moved = after.nodes.filter((node) => {
    const old = oldNodes.get(node.id);
    return old !== undefined && !isEqual(old.position, node.position);
  }).length;
  const notes = countDifferent(before.notes, after.notes);
  const sections = countDifferent(before.sections, after.sections);
  return moved + notes + sections === 0 ? [] : [{ kind: "layout", moved, notes, sections }];
}

function countDifferent<Item extends { id: string }>(before: readonly Item[], after: readonly Item[]): number {
  const old = new Map(before.map((item) => [item.id, item]));
  const fresh = new Map(after.map((item) => [item.id, item]));
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((id) => !isEqual(old.get(id), fresh.get(id))).length;
}

function stepOf(node: GraphNode | undefined, id = ""): Step {
  return node ? { nodeId: node.id, name: node.name, type: node.type } : { nodeId: id, name: "", type: "" };
}

function exitOf(edge: GraphEdge): string {
  return `${edge.source}|${edge.port}`;
}

/** Both sides are normalised, so equal values have equal text. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
