import type { JourneyGraph } from "../engine/graph.ts";
import { cardWidth } from "./card-size.ts";

export const topMargin = 44;
/** Width of the canvas on a usual screen; the server does not know the real one. */
const usualWidth = 1_080;
const sideMargin = 40;
const narrowWidth = 640;

/** `firstX`: the middle of the first step, for screens that hold little more than one. */
export type StartView = { centreX: number; firstX: number; top: number; zoom: number };

/**
 * Where a canvas opens: at full size, the first row at the top, the whole centred, or its left edge in view when it is too wide. The
 * server's picture and the editor both use it, so that nothing moves when one takes the place of the other.
 */
export function startView({ nodes, notes, sections }: Omit<JourneyGraph, "version" | "edges">): StartView {
  const lefts = [...nodes, ...notes, ...sections].map((item) => item.position.x);
  const rights = [
    ...nodes.map((node) => node.position.x + cardWidth),
    ...notes.map((note) => note.position.x + 176),
    ...sections.map((section) => section.position.x + section.size.width),
  ];
  const tops = [...nodes, ...notes, ...sections].map((item) => item.position.y);
  if (lefts.length === 0) return { centreX: 0, firstX: 0, top: 0, zoom: 1 };
  const left = Math.min(...lefts);
  const right = Math.max(...rights);
  const middle = (left + right) / 2;
  const isWide = right - left > usualWidth;
  const [first] = [...nodes].sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x);
  const firstX = first ? first.position.x + cardWidth / 2 : middle;
  return { centreX: isWide ? left + usualWidth / 2 - sideMargin : middle, firstX, top: Math.min(...tops), zoom: 1 };
}

/** The same as React Flow's viewport for a canvas of this width. */
export function startViewport(view: StartView, width: number): { x: number; y: number; zoom: number } {
  const centreX = width < narrowWidth ? view.firstX : view.centreX;
  return { x: Math.round(width / 2 - centreX * view.zoom), y: topMargin - view.top * view.zoom, zoom: view.zoom };
}
