import type { Place } from "./tidy-layout.ts";
import type { fitOptions } from "./zoom-level.ts";

type Glide = { duration?: number };

/** What the rest of the page needs of the drawn flow: where things are, and moving the view. */
export type FlowHandle = {
  getNode: (id: string) => { measured?: { width?: number; height?: number } } | undefined;
  getZoom: () => number;
  screenToFlowPosition: (place: Place) => Place;
  flowToScreenPosition: (place: Place) => Place;
  setCenter: (x: number, y: number, options?: Glide & { zoom?: number }) => unknown;
  fitView: (options?: typeof fitOptions & { nodes?: { id: string }[] }) => unknown;
  zoomIn: (options?: Glide) => unknown;
  zoomOut: (options?: Glide) => unknown;
  zoomTo: (zoom: number, options?: Glide) => unknown;
};
