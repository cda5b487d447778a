import type { Edge } from "@xyflow/react";
import { type MouseEvent, useEffect, useRef, useState } from "react";
import { useCanvas } from "./canvas-context.ts";
import { useValueStore } from "./use-value-store.ts";

/** Long enough to reach the buttons in the middle of the path. */
const lingerMs = 220;

/** The path whose buttons are shown: the one under the pointer, else the selected one. */
export function useHoveredEdge() {
  const { view } = useCanvas();
  const selected = useValueStore(view, (current) => current.selectedEdge);
  const [hovered, setHovered] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const hold = (): void => clearTimeout(timer.current);
  const letGo = (): void => {
    hold();
    timer.current = setTimeout(() => setHovered(undefined), lingerMs);
  };
  return {
    edge: hovered ?? selected,
    hold,
    letGo,
    handlers: {
      onEdgeMouseEnter: (_event: MouseEvent, edge: Edge) => {
        hold();
        setHovered(edge.id);
      },
      onEdgeMouseLeave: letGo,
    },
  };
}
