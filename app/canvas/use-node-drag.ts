import type { NodeChange } from "@xyflow/react";
import { useRef } from "react";
import { useCanvas } from "./canvas-context.ts";
import type { FlowNode } from "./flow-elements.ts";
import { stepsInside } from "./section-content.ts";
import type { Place } from "./tidy-layout.ts";

type Carried = { section: Place; places: ReadonlyMap<string, Place> };

/**
 * Moving cards: others see it through awareness while it lasts, and the journey changes once, when the hand lets go. A section
 * carries the cards that lay in it when the hand took it.
 */
export function useNodeDrag(changeNodes: (changes: NodeChange<FlowNode>[]) => void) {
  const { actions, graph, presence } = useCanvas();
  const carried = useRef<Carried>();

  const carriedPlaces = (node: FlowNode): Map<string, Place> => {
    const start = carried.current;
    if (!start) return new Map();
    const shift = { x: node.position.x - start.section.x, y: node.position.y - start.section.y };
    return new Map([...start.places].map(([key, place]) => [key, { x: place.x + shift.x, y: place.y + shift.y }]));
  };
  const changesFor = (places: ReadonlyMap<string, Place>, dragging: boolean): NodeChange<FlowNode>[] =>
    [...places].map(([id, position]) => ({ type: "position", id, position, dragging }));

  return {
    onNodeDragStart: (_event: unknown, node: FlowNode, nodes: FlowNode[]) => {
      const together = new Set(nodes.map((other) => other.id));
      const isSection = node.type === "section";
      carried.current = isSection
        ? { section: node.position, places: stepsInside(graph.get(), node.data.section, together) }
        : undefined;
    },
    onNodeDrag: (_event: unknown, node: FlowNode, nodes: FlowNode[]) => {
      const inside = carriedPlaces(node);
      if (inside.size > 0) changeNodes(changesFor(inside, true));
      presence.set({
        drag: Object.fromEntries([...nodes.map((other) => [other.id, other.position] as const), ...inside]),
      });
    },
    onNodeDragStop: (_event: unknown, node: FlowNode, nodes: FlowNode[]) => {
      const inside = carriedPlaces(node);
      carried.current = undefined;
      if (inside.size > 0) changeNodes(changesFor(inside, false));
      actions.move(new Map([...nodes.map((other) => [other.id, other.position] as const), ...inside]));
      presence.set({ drag: undefined });
    },
  };
}
