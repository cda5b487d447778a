export type ZoomLevel = "full" | "compact" | "small" | "tiles";

export const minZoom = 0.25;
export const maxZoom = 2;

/** How much of a card is drawn: no text below 11 px on the screen, whatever the zoom. */
export function zoomLevel(zoom: number): ZoomLevel {
  if (zoom >= 0.7) return "full";
  if (zoom >= 0.55) return "compact";
  return zoom >= 0.4 ? "small" : "tiles";
}

/** Room for the bars around the canvas when everything is brought into view. */
export const fitOptions = {
  duration: 240,
  maxZoom: 1,
  padding: { top: "40px", right: "40px", bottom: "76px", left: "40px" },
} as const;
