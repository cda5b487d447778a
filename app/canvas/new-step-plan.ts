import type { GraphEdge, GraphNode, JourneyGraph } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import type { NewStepTarget } from "./canvas-actions.ts";
import { drawnPorts, newCardSize } from "./card-boxes.ts";
import { exitOffset } from "./card-size.ts";
import { reachable } from "./flow-order.ts";
import { freePlace, placeBelow, roomNeeded, snapPlace } from "./new-step-place.ts";
import type { Box, Place } from "./tidy-layout.ts";

export type NewStepPlan = {
  position: Place;
  /** The exit that leads to the new step. */
  after?: { source: string; port: string } | undefined;
  /** Set when the step goes into a path: its exit that leads on to where the path led, if it has one. */
  insert?: { outPort: string | undefined } | undefined;
  /** Steps that make room. */
  moves: ReadonlyMap<string, Place>;
};

const noMoves: ReadonlyMap<string, Place> = new Map();

/** Where a new step goes, what leads to it, and who makes room for it. `centre` is the middle of what is in view. */
export function planNewStep(
  graph: JourneyGraph,
  { type, target, boxes, centre }: { type: string; target: NewStepTarget; boxes: readonly Box[]; centre: Place },
): NewStepPlan {
  const size = newCardSize(type);
  const isEntry = nodeTypes.get(type)?.isEntry === true;
  const alone = (at: Place): NewStepPlan => ({ position: freePlace(at, size, boxes), moves: noMoves });
  if (target.kind === "place") return alone(target.at);
  if (target.kind === "exit") {
    const position = freePlace({ x: target.at.x - size.width / 2, y: target.at.y }, size, boxes);
    return { position, after: isEntry ? undefined : { source: target.source, port: target.port }, moves: noMoves };
  }
  if (target.kind === "edge") return isEntry ? alone(centre) : planOnEdge(graph, { type, edge: target.edge, boxes });
  const anchor = boxes.find((box) => box.id === target.nodeId);
  const node = graph.nodes.find((candidate) => candidate.id === target.nodeId);
  if (!anchor || !node) return alone({ x: centre.x - size.width / 2, y: centre.y - size.height / 2 });
  if (isEntry) return alone({ x: anchor.position.x + anchor.width + 40, y: anchor.position.y });
  return planAfter(graph, { type, node, anchor, boxes });
}

function planAfter(
  graph: JourneyGraph,
  { type, node, anchor, boxes }: { type: string; node: GraphNode; anchor: Box; boxes: readonly Box[] },
): NewStepPlan {
  const size = newCardSize(type);
  const ports = drawnPorts(graph, node);
  const edges = graph.edges.filter((edge) => edge.source === node.id);
  const free = ports.find((port) => !edges.some((edge) => edge.port === port));
  if (free !== undefined) {
    const exitX = exitOffset(ports.indexOf(free), ports.length, anchor.width);
    return { position: placeBelow(anchor, exitX, size, boxes), after: { source: node.id, port: free }, moves: noMoves };
  }
  const [onlyEdge] = edges;
  if (edges.length === 1 && onlyEdge) return planOnEdge(graph, { type, edge: onlyEdge, boxes });
  return { position: placeBelow(anchor, anchor.width / 2, size, boxes), moves: noMoves };
}

function planOnEdge(
  graph: JourneyGraph,
  { type, edge, boxes }: { type: string; edge: GraphEdge; boxes: readonly Box[] },
): NewStepPlan {
  const size = newCardSize(type);
  const definition = nodeTypes.get(type);
  const insert = { outPort: definition?.ports(definition.defaults)[0] };
  const after = { source: edge.source, port: edge.port };
  const source = boxes.find((box) => box.id === edge.source);
  const target = boxes.find((box) => box.id === edge.target);
  if (!source || !target) return { position: { x: 0, y: 0 }, after, insert, moves: noMoves };
  const bottom = source.position.y + source.height;
  const missing = roomNeeded(bottom, target.position.y, size.height);
  const position = snapPlace({ x: target.position.x + target.width / 2 - size.width / 2, y: bottom + 44 });
  if (target.position.y < bottom) return { position: freePlace(position, size, boxes), after, insert, moves: noMoves };
  return {
    position,
    after,
    insert,
    moves: missing === 0 ? noMoves : makeRoom(graph, edge.target, target.position.y, missing),
  };
}

/** Moves a step and everything behind it down; what stands above, as in a loop, stays. */
function makeRoom(graph: JourneyGraph, target: string, top: number, distance: number): ReadonlyMap<string, Place> {
  const behind = reachable(graph.edges, target, "after").add(target);
  const moved = graph.nodes.filter((node) => behind.has(node.id) && node.position.y >= top);
  return new Map(moved.map((node) => [node.id, { x: node.position.x, y: node.position.y + distance }]));
}
