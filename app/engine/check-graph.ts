import type { GraphEdge, GraphNode, JourneyGraph } from "./graph.ts";
import { repeatedPorts, unreachableNodes, waitlessLoops } from "./graph-walk.ts";
import type { BoundNode, NodeType } from "./node-type.ts";
import type { NodeTypes } from "./program.ts";
import { settingsFaults } from "./settings-faults.ts";

/** A fault that a marketer can fix. `code` is an i18n key below `problems.`; `field` is a path in the node's settings. */
export type GraphProblem = {
  code: string;
  nodeId?: string;
  port?: string;
  field?: string;
  params: Record<string, string | number>;
  severity: "error" | "warning";
};

export type GraphCheck = { ok: boolean; problems: GraphProblem[] };

/** SPEC R5: everything that keeps the journey from running (errors) or may surprise (warnings). `ok` means `compile` will not throw. */
export function checkGraph(graph: JourneyGraph, nodeTypes: NodeTypes): GraphCheck {
  const checked = graph.nodes.map((node) => checkNode(node, nodeTypes));
  const problems = [
    ...checkIds(graph),
    ...checked.flatMap((node) => node.problems),
    ...checkEntries(graph, nodeTypes),
    ...checkEdges(graph, nodeTypes),
    ...checkReach(graph, nodeTypes),
    ...checkLoops(graph, nodeTypes),
    ...checkFeedback(checked),
  ];
  return { ok: problems.every((problem) => problem.severity === "warning"), problems };
}

type CheckedNode = { node: GraphNode; bound: BoundNode | undefined; problems: GraphProblem[] };

function checkNode(node: GraphNode, nodeTypes: NodeTypes): CheckedNode {
  const type = nodeTypes.get(node.type);
  if (type === undefined)
    return { node, bound: undefined, problems: [error("unknown_type", node.id, { params: { type: node.type } })] };
  const bound = type.bind(node.settings);
  if (!bound.ok) {
    const faults = settingsFaults(bound.issues, node.settings);
    return {
      node,
      bound: undefined,
      problems: faults.map(({ code, field, params }) => error(code, node.id, { field, params })),
    };
  }
  const problems = bound.node.problems.map(
    ({ params = {}, ...problem }): GraphProblem => ({ ...problem, nodeId: node.id, params }),
  );
  return { node, bound: bound.node, problems };
}

function checkIds(graph: JourneyGraph): GraphProblem[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { id } of [...graph.nodes, ...graph.notes, ...graph.sections]) (seen.has(id) ? repeated : seen).add(id);
  return [...repeated].map((id) => error("duplicate_id", id));
}

function checkEntries(graph: JourneyGraph, nodeTypes: NodeTypes): GraphProblem[] {
  const entries = graph.nodes.filter((node) => nodeTypes.get(node.type)?.isEntry === true);
  if (entries.length === 0) return [{ code: "no_entry", params: {}, severity: "error" }];
  const targets = new Set(graph.edges.map((edge) => edge.target));
  return entries.filter((entry) => targets.has(entry.id)).map((entry) => error("entry_has_incoming", entry.id));
}

function checkEdges(graph: JourneyGraph, nodeTypes: NodeTypes): GraphProblem[] {
  const nodeById = new Map(graph.nodes.map((node) => [node.id, node]));
  const repeated = repeatedPorts(graph.edges).map(({ source, port }) => error("edge_duplicate_port", source, { port }));
  return [...repeated, ...graph.edges.flatMap((edge) => checkEdge(edge, nodeById, nodeTypes))];
}

function checkEdge(edge: GraphEdge, nodeById: ReadonlyMap<string, GraphNode>, nodeTypes: NodeTypes): GraphProblem[] {
  const source = nodeById.get(edge.source);
  if (source === undefined) return [error("edge_dangling", edge.target, { params: { missing: edge.source } })];
  if (!nodeById.has(edge.target))
    return [error("edge_dangling", source.id, { port: edge.port, params: { missing: edge.target } })];
  const type = nodeTypes.get(source.type);
  if (type === undefined || type.ports(source.settings).includes(edge.port)) return [];
  return [error("edge_unknown_port", source.id, { port: edge.port, params: { port: edge.port } })];
}

function checkReach(graph: JourneyGraph, nodeTypes: NodeTypes): GraphProblem[] {
  const isEntry = (node: GraphNode): boolean => nodeTypes.get(node.type)?.isEntry === true;
  const unreachable = unreachableNodes(graph, isEntry);
  const used = new Set(graph.edges.map((edge) => `${edge.source}|${edge.port}`));
  return graph.nodes.flatMap((node): GraphProblem[] => {
    if (unreachable.has(node.id)) return [warning("unreachable", node.id)];
    return openPorts(node, nodeTypes.get(node.type), used).map((port) =>
      warning("port_open", node.id, { port, params: { port } }),
    );
  });
}

function openPorts(node: GraphNode, type: NodeType | undefined, used: ReadonlySet<string>): string[] {
  if (type === undefined) return [];
  return type
    .ports(node.settings)
    .filter((port) => !type.optionalPorts.includes(port) && !used.has(`${node.id}|${port}`));
}

function checkLoops(graph: JourneyGraph, nodeTypes: NodeTypes): GraphProblem[] {
  const nodeById = new Map(graph.nodes.map((node) => [node.id, node]));
  const takesTime = (edge: GraphEdge): boolean => {
    const source = nodeById.get(edge.source);
    return source !== undefined && nodeTypes.get(source.type)?.waits(source.settings, edge.port) === true;
  };
  return waitlessLoops(graph, takesTime).map((loop) =>
    error("loop_without_wait", loop[0] ?? "", { params: { steps: loop.length } }),
  );
}

/** A step that sends the event which lets people in again: fine with a wait between, an endless circle without. */
function checkFeedback(checked: readonly CheckedNode[]): GraphProblem[] {
  const entryEvents = new Set(
    checked.flatMap(({ bound }) => (bound?.entry && bound.entry.reentry !== "once" ? [bound.entry.eventName] : [])),
  );
  return checked.flatMap(({ node, bound }) =>
    (bound?.emits ?? [])
      .filter((name) => entryEvents.has(name))
      .map((event) => warning("feeds_itself", node.id, { params: { event } })),
  );
}

type Place = { port?: string; field?: string; params?: Record<string, string | number> };

function error(code: string, nodeId: string, { params = {}, ...place }: Place = {}): GraphProblem {
  return { code, nodeId, ...place, params, severity: "error" };
}

function warning(code: string, nodeId: string, { params = {}, ...place }: Place = {}): GraphProblem {
  return { code, nodeId, ...place, params, severity: "warning" };
}
