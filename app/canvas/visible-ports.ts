import type { GraphNode } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";

/** All exits of a step by its settings; none when its type is unknown. */
export function allPorts(node: GraphNode): string[] {
  return nodeTypes.get(node.type)?.ports(node.settings) ?? [];
}

/**
 * Exits drawn on the card: those that need a path, and those that have one. An exit that may stay open (such as "failed" of an
 * email) appears once it leads somewhere; the inspector lists all.
 */
export function visiblePorts(node: GraphNode, connected: readonly string[]): string[] {
  const optional = nodeTypes.get(node.type)?.optionalPorts ?? [];
  const ports = allPorts(node);
  const shown = ports.filter((port) => connected.includes(port) || !optional.includes(port));
  return shown.length > 0 ? shown : ports.slice(0, 1);
}
