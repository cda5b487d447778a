import type { GraphEdge, GraphNode, JourneyGraph } from "../engine/graph.ts";

type Structure = Pick<JourneyGraph, "nodes" | "edges">;

const byPlace = (a: GraphNode, b: GraphNode): number => a.position.y - b.position.y || a.position.x - b.position.x;

/** Node ids in the order people meet them: from each start down its paths, then what nothing leads to, by place. */
export function flowOrder({ nodes, edges }: Structure): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const hasIncoming = new Set(edges.map((edge) => edge.target));
  const targets = groupTargets(edges, byId);
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (start: string): void => {
    const waiting = [start];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (seen.has(id)) continue;
      seen.add(id);
      order.push(id);
      waiting.push(...(targets.get(id) ?? []));
    }
  };
  const sorted = [...nodes].sort(byPlace);
  for (const node of sorted) if (!hasIncoming.has(node.id)) visit(node.id);
  for (const node of sorted) visit(node.id);
  return order;
}

function groupTargets(edges: readonly GraphEdge[], byId: ReadonlyMap<string, GraphNode>): Map<string, string[]> {
  const targets = new Map<string, GraphNode[]>();
  for (const edge of edges) {
    const target = byId.get(edge.target);
    if (target) targets.set(edge.source, [...(targets.get(edge.source) ?? []), target]);
  }
  return new Map([...targets].map(([source, list]) => [source, list.sort(byPlace).map((node) => node.id)]));
}

export type Direction = "previous" | "next" | "left" | "right";

/** The step an arrow key leads to: along the paths up and down, to the nearest neighbour in the same row sideways. */
export function neighbourStep(graph: Structure, from: string, direction: Direction): string | undefined {
  const current = graph.nodes.find((node) => node.id === from);
  if (!current) return undefined;
  if (direction === "left" || direction === "right") return sibling(graph.nodes, current, direction)?.id;
  const linked = graph.edges
    .filter((edge) => (direction === "next" ? edge.source : edge.target) === from)
    .map((edge) => graph.nodes.find((node) => node.id === (direction === "next" ? edge.target : edge.source)))
    .filter((node) => node !== undefined);
  return linked.sort((a, b) => distance(current, a) - distance(current, b))[0]?.id;
}

const distance = (a: GraphNode, b: GraphNode): number =>
  Math.hypot(a.position.x - b.position.x, a.position.y - b.position.y);

function sibling(nodes: readonly GraphNode[], current: GraphNode, direction: "left" | "right"): GraphNode | undefined {
  const sign = direction === "right" ? 1 : -1;
  const candidates = nodes.filter((node) => {
    const across = (node.position.x - current.position.x) * sign;
    return across > 0 && Math.abs(node.position.y - current.position.y) <= across * 1.5;
  });
  // Height counts double: the card beside comes before the nearer one in another row.
  const cost = (node: GraphNode): number =>
    Math.abs(node.position.x - current.position.x) + 2 * Math.abs(node.position.y - current.position.y);
  return candidates.sort((a, b) => cost(a) - cost(b))[0];
}

/** All steps that can be reached from `from` (or lead to it), without itself. */
export function reachable(edges: readonly GraphEdge[], from: string, way: "after" | "before"): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const edge of edges) {
      const [near, far] = way === "after" ? [edge.source, edge.target] : [edge.target, edge.source];
      if (near !== id || found.has(far)) continue;
      found.add(far);
      waiting.push(far);
    }
  }
  found.delete(from);
  return found;
}
