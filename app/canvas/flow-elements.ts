import { Position } from "@xyflow/react";
import type { GraphNode, JourneyGraph } from "../engine/graph.ts";
import { drawnPorts } from "./card-boxes.ts";
import { cardSize, exitOffset } from "./card-size.ts";
import { flowOrder } from "./flow-order.ts";
import { edgeKey, itemKey } from "./journey-document.ts";
import type { NoteFlowNode } from "./note-card.tsx";
import type { PathFlowEdge } from "./path-edge.tsx";
import type { SectionFlowNode } from "./section-frame.tsx";
import type { StepFlowNode } from "./step-card.tsx";
import type { Place } from "./tidy-layout.ts";

export type FlowNode = StepFlowNode | NoteFlowNode | SectionFlowNode;

type Look = {
  selection: ReadonlySet<string>;
  /** Places of cards that somebody is dragging right now. */
  drags: Readonly<Record<string, Place>>;
  canEdit: boolean;
};

/** Above this only what is in view is drawn. */
export const manySteps = 150;

/** React Flow's nodes for a graph. A node whose part, place and selection are the same stays the same object. */
export function flowNodes(before: readonly FlowNode[], graph: JourneyGraph, look: Look): FlowNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  const steps = new Map(graph.nodes.map((node) => [node.id, node]));
  const ordered = flowOrder(graph)
    .map((id) => steps.get(id))
    .filter((node) => node !== undefined);
  return [
    ...graph.sections.map((section) => sectionNode(old.get(itemKey("section", section.id)), section, look)),
    ...ordered.map((node) => stepNode(old.get(node.id), node, look, graph)),
    ...graph.notes.map((note) => noteNode(old.get(itemKey("note", note.id)), note, look)),
  ];
}

const samePlace = (a: Place, b: Place): boolean => a.x === b.x && a.y === b.y;

/** While this person drags a card, its place on the screen wins over the stored one. */
function placeOf(old: FlowNode | undefined, key: string, stored: Place, look: Look): Place {
  const place = old?.dragging ? old.position : (look.drags[key] ?? stored);
  return old && samePlace(old.position, place) ? old.position : place;
}

function stepNode(old: FlowNode | undefined, node: GraphNode, look: Look, graph: JourneyGraph): FlowNode {
  const position = placeOf(old, node.id, node.position, look);
  const selected = look.selection.has(node.id);
  if (old?.type === "step" && old.data.node === node && old.position === position && old.selected === selected)
    return old;
  const isMeasured = old?.measured !== undefined;
  return {
    ...(old?.type === "step" ? old : {}),
    id: node.id,
    type: "step",
    position,
    data: { node },
    selected,
    zIndex: 1,
    domAttributes: { "aria-labelledby": `step-label-${node.id}` },
    ...(graph.nodes.length > manySteps && !isMeasured ? expectedBox(graph, node) : {}),
  };
}

/** Once React Flow has measured a card, what was expected of it no longer counts. */
export function withoutExpectedHandles(nodes: FlowNode[]): FlowNode[] {
  return nodes.map((node) => {
    if (node.measured === undefined || node.handles === undefined) return node;
    const { handles: _expected, ...measured } = node;
    return measured as FlowNode;
  });
}

const handleSize = 24;

/** Size and handles by the rules of the card, so that React Flow need not draw and measure a card that is out of view. */
function expectedBox(graph: JourneyGraph, node: GraphNode): Partial<StepFlowNode> {
  const ports = drawnPorts(graph, node);
  const { width, height } = cardSize({ exits: ports.length, hasNumbers: true, hasProblem: false });
  const handle = { width: handleSize, height: handleSize };
  return {
    initialWidth: width,
    initialHeight: height,
    handles: [
      { ...handle, id: "in", type: "target", position: Position.Top, x: (width - handleSize) / 2, y: -handleSize / 2 },
      ...ports.map((port, index) => ({
        ...handle,
        id: port,
        type: "source" as const,
        position: Position.Bottom,
        x: exitOffset(index, ports.length, width) - handleSize / 2,
        y: height - handleSize / 2,
      })),
    ],
  };
}

function noteNode(old: FlowNode | undefined, note: NoteFlowNode["data"]["note"], look: Look): FlowNode {
  const id = itemKey("note", note.id);
  const position = placeOf(old, id, note.position, look);
  const selected = look.selection.has(id);
  if (old?.type === "note" && old.data.note === note && old.position === position && old.selected === selected)
    return old;
  return {
    ...(old?.type === "note" ? old : {}),
    id,
    type: "note",
    position,
    data: { note },
    selected,
    zIndex: 2,
    ariaLabel: note.text,
  };
}

function sectionNode(old: FlowNode | undefined, section: SectionFlowNode["data"]["section"], look: Look): FlowNode {
  const id = itemKey("section", section.id);
  const position = placeOf(old, id, section.position, look);
  const selected = look.selection.has(id);
  if (
    old?.type === "section" &&
    old.data.section === section &&
    old.position === position &&
    old.selected === selected
  ) {
    return old;
  }
  return {
    ...(old?.type === "section" ? old : {}),
    id,
    type: "section",
    position,
    width: section.size.width,
    height: section.size.height,
    data: { section },
    selected,
    zIndex: -1,
    dragHandle: ".section-handle",
    ariaLabel: section.title,
  };
}

/** React Flow's edges for a graph; unchanged ones stay the same objects. */
export function flowEdges(
  before: readonly PathFlowEdge[],
  graph: JourneyGraph,
  selectedEdge: string | undefined,
): PathFlowEdge[] {
  const old = new Map(before.map((edge) => [edge.id, edge]));
  return graph.edges.map(({ source, port, target }) => {
    const id = edgeKey(source, port);
    const selected = id === selectedEdge;
    const known = old.get(id);
    if (known && known.target === target && known.selected === selected) return known;
    return {
      id,
      type: "path",
      source,
      sourceHandle: port,
      target,
      targetHandle: "in",
      selected,
      focusable: false,
      data: {},
    };
  });
}
