import { useReactFlow } from "@xyflow/react";
import type { PointerEvent } from "react";
import { useCanvas } from "./canvas-context.ts";

/** Tells the others where this person's pointer is, in canvas units. */
export function useOwnCursor() {
  const { presence } = useCanvas();
  const flow = useReactFlow();
  return {
    onPointerMove: (event: PointerEvent) => {
      if (event.pointerType !== "mouse") return;
      const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      presence.set({ cursor: { x: Math.round(x), y: Math.round(y) } });
    },
    onPointerLeave: () => presence.set({ cursor: undefined }),
  };
}
