import { useCallback } from "react";
import { useCanvas } from "./canvas-context.ts";
import { cardBoxes } from "./card-boxes.ts";
import type { FlowHandle } from "./flow-handle.ts";

/** Brings a card into view and gives it the focus. */
export function useFocusCard(): (key: string) => void {
  const { flow, graph } = useCanvas();
  return useCallback(
    (key) => {
      revealCard(key, flow.current, cardBoxes(graph.get(), flow.current));
      // The card may have to be drawn first, when it was out of view.
      requestAnimationFrame(() => cardElement(key)?.focus({ preventScroll: true }));
    },
    [flow, graph],
  );
}

export const cardElement = (key: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.canvas-flow .react-flow__node[data-id="${CSS.escape(key)}"]`);

/** Moves the view only when the card is not wholly in it. */
export function revealCard(key: string, flow: FlowHandle | undefined, boxes: ReturnType<typeof cardBoxes>): void {
  const box = boxes.find((candidate) => candidate.id === key);
  const stage = document.querySelector(".canvas-flow")?.getBoundingClientRect();
  if (!flow || !box || !stage) return;
  const zoom = flow.getZoom();
  const corner = flow.flowToScreenPosition(box.position);
  const isInView =
    corner.x >= stage.left + 8 &&
    corner.y >= stage.top + 8 &&
    corner.x + box.width * zoom <= stage.right - 8 &&
    corner.y + box.height * zoom <= stage.bottom - 64;
  if (isInView) return;
  flow.setCenter(box.position.x + box.width / 2, box.position.y + box.height / 2, { zoom, duration: 240 });
}
