import { applyNodeChanges, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useState } from "react";
import { useCanvas } from "./canvas-context.ts";
import type { CanvasView } from "./canvas-view.ts";
import { type FlowNode, flowEdges, flowNodes, withoutExpectedHandles } from "./flow-elements.ts";
import type { PathFlowEdge } from "./path-edge.tsx";
import type { Person } from "./person.ts";
import type { Place } from "./tidy-layout.ts";
import { useValueStore } from "./use-value-store.ts";

type FlowElements = {
  nodes: FlowNode[];
  edges: PathFlowEdge[];
  changeNodes: (changes: NodeChange<FlowNode>[]) => void;
};

/** The graph as React Flow's nodes and edges, with what only this window knows: measured sizes, a drag in progress. */
export function useFlowElements(): FlowElements {
  const { canEdit, graph: store, people, view } = useCanvas();
  const graph = useValueStore(store, (current) => current);
  const selection = useValueStore(view, (current) => current.selection);
  const selectedEdge = useValueStore(view, (current) => current.selectedEdge);
  const drags = useValueStore(people, dragsOf);
  const [nodes, setNodes] = useState<FlowNode[]>(() => flowNodes([], graph, { selection, drags, canEdit }));
  const [edges, setEdges] = useState<PathFlowEdge[]>(() => flowEdges([], graph, selectedEdge));
  useEffect(
    () => setNodes((before) => flowNodes(before, graph, { selection, drags, canEdit })),
    [graph, selection, drags, canEdit],
  );
  useEffect(() => setEdges((before) => flowEdges(before, graph, selectedEdge)), [graph, selectedEdge]);
  const changeNodes = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const selects = changes.filter((change) => change.type === "select");
      if (selects.length > 0) view.update((current) => withSelects(current, selects));
      const own = changes.filter((change) => change.type === "position" || change.type === "dimensions");
      if (own.length > 0) setNodes((before) => withoutExpectedHandles(applyNodeChanges(own, before)));
    },
    [view],
  );
  return { nodes, edges, changeNodes };
}

function withSelects(view: CanvasView, changes: readonly { id: string; selected: boolean }[]): CanvasView {
  const selection = new Set(view.selection);
  for (const { id, selected } of changes) {
    if (selected) selection.add(id);
    else selection.delete(id);
  }
  const isSame = selection.size === view.selection.size && [...selection].every((id) => view.selection.has(id));
  if (isSame) return view;
  const hasInspected = view.inspected !== undefined && selection.has(view.inspected) && selection.size === 1;
  return { ...view, selection, selectedEdge: undefined, inspected: hasInspected ? view.inspected : undefined };
}

const noDrags: Readonly<Record<string, Place>> = {};
let lastPeople: readonly Person[] = [];
let lastDrags = noDrags;

/** All cards that others are dragging; the same object for the same people, as a slice has to be. */
function dragsOf(people: readonly Person[]): Readonly<Record<string, Place>> {
  if (people === lastPeople) return lastDrags;
  lastPeople = people;
  const drags = people.filter((person) => person.drag !== undefined).map((person) => person.drag);
  lastDrags = drags.length === 0 ? noDrags : Object.assign({}, ...drags);
  return lastDrags;
}
