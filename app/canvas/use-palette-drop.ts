import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { useCanvas } from "./canvas-context.ts";
import { cardWidth } from "./card-size.ts";
import { parseEdgeKey } from "./journey-document.ts";

export const stepDragType = "application/x-lotse-step";

/** Dropping a step from the palette: onto a path it is put between, elsewhere it stands where it was dropped. */
export function usePaletteDrop() {
  const { actions, canEdit, graph, view } = useCanvas();
  const flow = useReactFlow();
  const edgeUnder = (event: DragEvent): string | undefined => {
    const element = event.target instanceof Element ? event.target.closest("[data-edge], [data-tools-of]") : null;
    return element?.getAttribute("data-edge") ?? element?.getAttribute("data-tools-of") ?? undefined;
  };
  const showTarget = (dropEdge: string | undefined): void =>
    view.update((current) => (current.dropEdge === dropEdge ? current : { ...current, dropEdge }));
  return {
    onDragOver: (event: DragEvent) => {
      if (!canEdit || !event.dataTransfer.types.includes(stepDragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      showTarget(edgeUnder(event));
    },
    onDragLeave: () => showTarget(undefined),
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(stepDragType);
      const edge = edgeUnder(event);
      showTarget(undefined);
      if (!canEdit || type === "") return;
      event.preventDefault();
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const at = { x: point.x - cardWidth / 2, y: point.y - 28 };
      const key = edge === undefined ? undefined : parseEdgeKey(edge);
      const found =
        key && graph.get().edges.find((candidate) => candidate.source === key.source && candidate.port === key.port);
      actions.addStep(type, found ? { kind: "edge", edge: found } : { kind: "place", at });
    },
  };
}
