import type { JourneyGraph } from "../engine/graph.ts";
import { cardWidth } from "./card-size.ts";

export const topMargin = 44;
/** Width of the canvas on a usual screen; the server does not know the real one. */
const usualWidth = 1_080;

export type StartView = { centreX: number; top: number; zoom: number };

/**
 * Where a canvas opens: the first row at the top, the whole centred, as large as fits a usual screen. The server's picture and the
 * editor both use it, so that nothing moves when one takes the place of the other.
 */
export function startView({ nodes, notes, sections }: JourneyGraph): StartView {
  const lefts = [...nodes, ...notes, ...sections].map((item) => item.position.x);
  const rights = [
    ...nodes.map((node) => node.position.x + cardWidth),
    ...notes.map((note) => note.position.x + 176),
    ...sections.map((section) => section.position.x + section.size.width),
  ];
  const tops = [...nodes, ...notes, ...sections].map((item) => item.position.y);
  if (lefts.length === 0) return { centreX: 0, top: 0, zoom: 1 };
  const left = Math.min(...lefts);
  const right = Math.max(...rights);
  const zoom = Math.min(1, Math.max(0.5, usualWidth / (right - left + 80)));
  return { centreX: (left + right) / 2, top: Math.min(...tops), zoom: Math.round(zoom * 100) / 100 };
}

/** The same as React Flow's viewport for a canvas of this width. */
export function startViewport(view: StartView, width: number): { x: number; y: number; zoom: number } {
  return { x: Math.round(width / 2 - view.centreX * view.zoom), y: topMargin - view.top * view.zoom, zoom: view.zoom };
}
