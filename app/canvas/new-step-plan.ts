import type { GraphEdge, GraphNode, GraphSection, JourneyGraph } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import type { NewStepTarget } from "./canvas-actions.ts";
import { drawnPorts, newCardSize } from "./card-boxes.ts";
import { exitOffset } from "./card-size.ts";
import { reachable } from "./flow-order.ts";
import { freePlace, placeBelow, roomNeeded, snapPlace } from "./new-step-place.ts";
import { stepsInside } from "./section-content.ts";
import type { Box, Place } from "./tidy-layout.ts";

export type NewStepPlan = {
  position: Place;
  /** The exit that leads to the new step. */
  after?: { source: string; port: string } | undefined;
  /** Set when the step goes into a path: its exit that leads on to where the path led, if it has one. */
  insert?: { outPort: string | undefined } | undefined;
  /** Steps that make room. */
  moves: ReadonlyMap<string, Place>;
  /** Sections that move with their steps or grow around them, by id. */
  sections: ReadonlyMap<string, { place: Place; size: GraphSection["size"] }>;
};

/** A section begins this much above its first row of steps. */
const sectionHead = 80;
const noRoom: Pick<NewStepPlan, "moves" | "sections"> = { moves: new Map(), sections: new Map() };

/** Where a new step goes, what leads to it, and who makes room for it. `centre` is the middle of what is in view. */
export function planNewStep(
  graph: JourneyGraph,
  { type, target, boxes, centre }: { type: string; target: NewStepTarget; boxes: readonly Box[]; centre: Place },
): NewStepPlan {
  const size = newCardSize(type);
  const isEntry = nodeTypes.get(type)?.isEntry === true;
  const alone = (at: Place): NewStepPlan => ({ position: freePlace(at, size, boxes), ...noRoom });
  if (target.kind === "place") return alone(target.at);
  if (target.kind === "exit") {
    const position = freePlace({ x: target.at.x - size.width / 2, y: target.at.y }, size, boxes);
    return { position, after: isEntry ? undefined : { source: target.source, port: target.port }, ...noRoom };
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
    return { position: placeBelow(anchor, exitX, size, boxes), after: { source: node.id, port: free }, ...noRoom };
  }
  const [onlyEdge] = edges;
  if (edges.length === 1 && onlyEdge) return planOnEdge(graph, { type, edge: onlyEdge, boxes });
  return { position: placeBelow(anchor, anchor.width / 2, size, boxes), ...noRoom };
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
  if (!source || !target) return { position: { x: 0, y: 0 }, after, insert, ...noRoom };
  const bottom = source.position.y + source.height;
  const missing = roomNeeded(bottom, target.position.y, size.height);
  const position = snapPlace({ x: target.position.x + target.width / 2 - size.width / 2, y: bottom + 44 });
  if (target.position.y < bottom) return { position: freePlace(position, size, boxes), after, insert, ...noRoom };
  const room =
    missing === 0 ? noRoom : makeRoom(graph, { target: edge.target, top: target.position.y, distance: missing });
  return { position, after, insert, ...room };
}

/**
 * Moves a step and everything behind it down; what stands above, as in a loop, stays. A section that begins below goes along with
 * the steps in it, one that begins above grows.
 */
function makeRoom(
  graph: JourneyGraph,
  { target, top, distance }: { target: string; top: number; distance: number },
): Pick<NewStepPlan, "moves" | "sections"> {
  const behind = reachable(graph.edges, target, "after").add(target);
  const moved = graph.nodes.filter((node) => behind.has(node.id) && node.position.y >= top);
  const moves = new Map(moved.map((node) => [node.id, { x: node.position.x, y: node.position.y + distance }]));
  const touched = graph.sections.filter((section) =>
    [...stepsInside(graph, section, new Set()).keys()].some((key) => moves.has(key)),
  );
  const sections = touched.map(({ id, position: { x, y }, size: { width, height } }) => {
    const isBelow = y >= top - sectionHead;
    const place = { x, y: isBelow ? y + distance : y };
    return [id, { place, size: { width, height: isBelow ? height : height + distance } }] as const;
  });
  return { moves, sections: new Map(sections) };
}
