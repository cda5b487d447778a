import type { FocusEvent } from "react";
import { useCanvas } from "./canvas-context.ts";
import { selectOnly } from "./canvas-view.ts";
import { cardBoxes } from "./card-boxes.ts";
import { revealCard } from "./use-focus-card.ts";

/** A card that the keyboard reaches is selected and brought into view; a pointer selects by itself. */
export function useFocusedCard() {
  const { flow, graph, view } = useCanvas();
  return {
    onFocus: (event: FocusEvent) => {
      const card = event.target;
      const key =
        card.classList.contains("react-flow__node") && card.matches(":focus-visible")
          ? card.getAttribute("data-id")
          : null;
      if (key === null || view.get().selection.has(key)) return;
      view.update((current) => ({
        ...selectOnly(current, [key]),
        inspected: current.inspected === undefined || key.includes(":") ? undefined : key,
      }));
      revealCard(key, flow.current, cardBoxes(graph.get(), flow.current));
    },
  };
}
