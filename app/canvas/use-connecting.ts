import { type Connection, type OnConnectEnd, type OnConnectStart, useReactFlow } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import type { GraphEdge } from "../engine/graph.ts";
import { useCanvas } from "./canvas-context.ts";
import { snapPlace } from "./new-step-place.ts";
import { acceptsPath } from "./use-step-parts.ts";

/** Drawing a path from a handle: onto a card it connects, into the open it asks which step to add there. */
export function useConnecting() {
  const { t } = useTranslation();
  const { actions, canEdit, graph, view } = useCanvas();
  const flow = useReactFlow();
  /** Anywhere on a card counts, not only its handle. */
  const connectTo = ({ source, port, target }: GraphEdge): void => {
    const node = graph.get().nodes.find((candidate) => candidate.id === target);
    if (node && acceptsPath(node, source)) actions.connect({ source, port, target });
    else toast(t(target === source ? "canvas.connect.self" : "canvas.connect.start"));
  };
  const onConnectStart: OnConnectStart = (_event, { nodeId, handleType }) => {
    if (nodeId !== null && handleType === "source") view.update((current) => ({ ...current, connecting: nodeId }));
  };
  const onConnectEnd: OnConnectEnd = (event, state) => {
    view.update((current) => ({ ...current, connecting: undefined }));
    if (!canEdit || state.isValid || state.fromHandle?.type !== "source" || !state.fromHandle.id) return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!point) return;
    const { nodeId: source, id: port } = state.fromHandle;
    const target = state.toNode?.id ?? stepUnder(point);
    if (target !== undefined) {
      connectTo({ source, port, target });
      return;
    }
    const at = snapPlace(flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }));
    view.update((current) => ({ ...current, picker: { kind: "drop", source, port, at } }));
  };
  return {
    onConnectStart,
    onConnectEnd,
    onConnect: ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle) actions.connect({ source, port: sourceHandle, target });
    },
    isValidConnection: ({ source, target }: { source: string; target: string }) => {
      const node = graph.get().nodes.find((candidate) => candidate.id === target);
      return node !== undefined && acceptsPath(node, source);
    },
  };
}

function stepUnder({ clientX, clientY }: { clientX: number; clientY: number }): string | undefined {
  const element = document.elementFromPoint(clientX, clientY);
  return element?.closest(".react-flow__node-step")?.getAttribute("data-id") ?? undefined;
}
