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

const cardElement = (key: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.canvas-flow .react-flow__node[data-id="${CSS.escape(key)}"]`);

type Area = { left: number; top: number; right: number; bottom: number };

const margin = 8;
const toolbarHeight = 64;

/** The part of the canvas that no panel covers: on small screens the settings lie over it, at the right or below. */
function openArea(): Area | undefined {
  const stage = document.querySelector(".canvas-flow")?.getBoundingClientRect();
  const panel = document.querySelector(".canvas-inspector")?.getBoundingClientRect();
  if (!stage) return undefined;
  const { left, top, right, bottom } = stage;
  if (!panel || panel.left >= right) return { left, top, right, bottom: bottom - toolbarHeight };
  return panel.left > left
    ? { left, top, right: panel.left, bottom: bottom - toolbarHeight }
    : { left, top, right, bottom: panel.top };
}

/** Moves the view only when the card is not wholly in its open part. */
export function revealCard(key: string, flow: FlowHandle | undefined, boxes: ReturnType<typeof cardBoxes>): void {
  const box = boxes.find((candidate) => candidate.id === key);
  const area = openArea();
  const stage = document.querySelector(".canvas-flow")?.getBoundingClientRect();
  if (!flow || !box || !area || !stage) return;
  const zoom = flow.getZoom();
  const corner = flow.flowToScreenPosition(box.position);
  const isInView =
    corner.x >= area.left + margin &&
    corner.y >= area.top + margin &&
    corner.x + box.width * zoom <= area.right - margin &&
    corner.y + box.height * zoom <= area.bottom - margin;
  if (isInView) return;
  const aside = {
    x: (stage.left + stage.right - area.left - area.right) / 2 / zoom,
    y: (stage.top + stage.bottom - area.top - area.bottom) / 2 / zoom,
  };
  const centre = { x: box.position.x + box.width / 2 + aside.x, y: box.position.y + box.height / 2 + aside.y };
  flow.setCenter(centre.x, centre.y, { zoom, duration: 240 });
}
