import type { JourneyGraph } from "./graph.ts";
import type { BoundNode, NodeType } from "./node-type.ts";

/** Node types by name, passed in: the engine does not know which exist. */
export type NodeTypes = ReadonlyMap<string, NodeType>;

export type ProgramNode = {
  /** Position in `Program.nodes`; what runs and counters store. */
  index: number;
  id: string;
  type: string;
  ports: readonly string[];
  connectedPorts: ReadonlySet<string>;
  /** Port name -> index of the node behind its edge. */
  next: ReadonlyMap<string, number>;
  bound: BoundNode;
};

/** A checked graph, indexed for running. Node indexes follow the order of `graph.nodes`, which a published version never changes. */
export type Program = {
  nodes: readonly ProgramNode[];
  entries: readonly ProgramNode[];
  /** What a pass has to load to run this program. */
  reads: { attributes: readonly string[]; events: readonly string[]; hasAssignments: boolean };
};

/** Indexes a graph that `checkGraph` found runnable. Throws an Error naming the node if it is not. */
export function compile(graph: JourneyGraph, nodeTypes: NodeTypes): Program {
  const indexById = new Map(graph.nodes.map((node, index) => [node.id, index]));
  const nextBySource = new Map<string, Map<string, number>>();
  for (const edge of graph.edges) {
    const target = indexById.get(edge.target);
    if (target === undefined) throw new Error(`Edge from ${edge.source} leads to a missing node ${edge.target}`);
    const next = nextBySource.get(edge.source) ?? new Map<string, number>();
    nextBySource.set(edge.source, next.set(edge.port, target));
  }
  const nodes = graph.nodes.map((node, index): ProgramNode => {
    const type = nodeTypes.get(node.type);
    const bound = type?.bind(node.settings);
    if (type === undefined || bound?.ok !== true) throw new Error(`Node ${node.id} (${node.type}) cannot run`);
    const next = nextBySource.get(node.id) ?? new Map<string, number>();
    const ports = type.ports(node.settings);
    return {
      index,
      id: node.id,
      type: node.type,
      ports,
      connectedPorts: new Set(next.keys()),
      next,
      bound: bound.node,
    };
  });
  return {
    nodes,
    entries: nodes.filter((node) => node.bound.entry !== undefined),
    reads: {
      attributes: distinct(nodes.flatMap((node) => node.bound.reads.attributes)),
      events: distinct(nodes.flatMap((node) => node.bound.reads.events)),
      hasAssignments: nodes.some((node) => nodeTypes.get(node.type)?.family === "experiment"),
    },
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
