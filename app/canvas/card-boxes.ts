import type { GraphNode, JourneyGraph } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { cardSize } from "./card-size.ts";
import type { FlowHandle } from "./flow-handle.ts";
import type { Box } from "./tidy-layout.ts";
import { visiblePorts } from "./visible-ports.ts";

/** Exits of a step as its card draws them now. */
export function drawnPorts(graph: JourneyGraph, node: GraphNode): string[] {
  return visiblePorts(
    node,
    graph.edges.filter((edge) => edge.source === node.id).map((edge) => edge.port),
  );
}

/** The boxes of all steps: as measured on the screen, else by the rules of the card. */
export function cardBoxes(graph: JourneyGraph, flow: Pick<FlowHandle, "getNode"> | undefined): Box[] {
  return graph.nodes.map((node) => {
    const size = cardSize({ exits: drawnPorts(graph, node).length, hasNumbers: true, hasProblem: false });
    const measured = flow?.getNode(node.id)?.measured;
    return {
      id: node.id,
      position: node.position,
      width: measured?.width ?? size.width,
      height: measured?.height ?? size.height,
    };
  });
}

/** The size a freshly added step will have; it usually lacks something, so it shows a problem. */
export function newCardSize(type: string): { width: number; height: number } {
  const definition = nodeTypes.get(type);
  const ports = definition?.ports(definition.defaults).filter((port) => !definition.optionalPorts.includes(port)) ?? [];
  return cardSize({ exits: ports.length, hasNumbers: true, hasProblem: true });
}
