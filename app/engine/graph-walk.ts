import type { GraphEdge, GraphNode, JourneyGraph } from "./graph.ts";

/** Ports from which more than one edge leaves. */
export function repeatedPorts(edges: readonly GraphEdge[]): { source: string; port: string }[] {
  const counts = new Map<string, number>();
  return edges.filter(({ source, port }) => {
    const count = (counts.get(`${source}|${port}`) ?? 0) + 1;
    counts.set(`${source}|${port}`, count);
    return count === 2;
  });
}

/** Ids of the nodes that no path from an entry leads to. */
export function unreachableNodes(graph: JourneyGraph, isEntry: (node: GraphNode) => boolean): Set<string> {
  const targets = targetsBySource(graph.edges);
  const reached = new Set<string>();
  const open = graph.nodes.filter(isEntry).map((node) => node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(targets.get(id) ?? []));
  }
  return new Set(graph.nodes.map((node) => node.id).filter((id) => !reached.has(id)));
}

/** The loops that can be walked without any time passing, each as its node ids in graph order. */
export function waitlessLoops(graph: JourneyGraph, takesTime: (edge: GraphEdge) => boolean): string[][] {
  const ids = graph.nodes.map((node) => node.id);
  const instant = graph.edges.filter((edge) => !takesTime(edge));
  const forward = targetsBySource(instant);
  const backward = targetsBySource(instant.map((edge) => ({ ...edge, source: edge.target, target: edge.source })));
  const componentOf = components(finishOrder(ids, forward), backward);
  const members = new Map<string, string[]>();
  for (const id of ids) {
    const component = componentOf.get(id) ?? id;
    members.set(component, [...(members.get(component) ?? []), id]);
  }
  const isLoop = (loop: string[]): boolean =>
    loop.length > 1 || loop.some((id) => forward.get(id)?.includes(id) === true);
  return [...members.values()].filter(isLoop);
}

// Kosaraju's algorithm with its own stack: 2,000 steps in a row must not exhaust the call stack.
function finishOrder(ids: readonly string[], targets: ReadonlyMap<string, string[]>): string[] {
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const start of ids) {
    const stack = [{ id: start, isDone: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.isDone) finished.push(top.id);
      else if (!seen.has(top.id)) {
        seen.add(top.id);
        stack.push({ id: top.id, isDone: true }, ...(targets.get(top.id) ?? []).map((id) => ({ id, isDone: false })));
      }
    }
  }
  return finished;
}

function components(finished: readonly string[], sources: ReadonlyMap<string, string[]>): Map<string, string> {
  const componentOf = new Map<string, string>();
  for (const root of finished.toReversed()) {
    const open = [root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (componentOf.has(id)) continue;
      componentOf.set(id, root);
      open.push(...(sources.get(id) ?? []));
    }
  }
  return componentOf;
}

function targetsBySource(edges: readonly GraphEdge[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const known = targets.get(source);
    if (known) known.push(target);
    else targets.set(source, [target]);
  }
  return targets;
}
