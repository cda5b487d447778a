export type ZoomLevel = "full" | "compact" | "tiles";

export const minZoom = 0.25;
export const maxZoom = 2;

/** How much of a card is drawn: no text below 11 px on the screen, whatever the zoom. */
export function zoomLevel(zoom: number): ZoomLevel {
  if (zoom >= 0.7) return "full";
  return zoom >= 0.4 ? "compact" : "tiles";
}
