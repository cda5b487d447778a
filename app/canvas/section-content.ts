import type { GraphSection, JourneyGraph } from "../engine/graph.ts";
import { cardSize, cardWidth, gridSize } from "./card-size.ts";
import { itemKey } from "./journey-document.ts";
import type { Box, Place } from "./tidy-layout.ts";

/** Cards and notes whose middle lies in the section, with their places; without those in `except`. */
export function stepsInside(
  graph: JourneyGraph,
  section: GraphSection,
  except: ReadonlySet<string>,
): Map<string, Place> {
  const height = cardSize({ exits: 1, hasNumbers: false, hasProblem: false }).height;
  const items = [
    ...graph.nodes.map((node) => ({ key: node.id, place: node.position, width: cardWidth, height })),
    ...graph.notes.map((note) => ({ key: itemKey("note", note.id), place: note.position, width: 176, height: 80 })),
  ];
  const inside = items.filter(({ key, place, width, height: tall }) => {
    const x = place.x + width / 2 - section.position.x;
    const y = place.y + tall / 2 - section.position.y;
    return !except.has(key) && x >= 0 && y >= 0 && x <= section.size.width && y <= section.size.height;
  });
  return new Map(inside.map(({ key, place }) => [key, place]));
}

const sideMargin = 40;
const topMargin = 40;

/** The frame that holds these boxes with a margin, on the grid. */
export function frameAround(boxes: readonly Box[]): { place: Place; size: { width: number; height: number } } {
  const down = (value: number): number => Math.floor(value / gridSize) * gridSize;
  const left = down(Math.min(...boxes.map((box) => box.position.x)) - sideMargin);
  const top = down(Math.min(...boxes.map((box) => box.position.y)) - topMargin);
  const right = Math.max(...boxes.map((box) => box.position.x + box.width)) + sideMargin;
  const bottom = Math.max(...boxes.map((box) => box.position.y + box.height)) + sideMargin;
  return { place: { x: left, y: top }, size: { width: -down(-(right - left)), height: -down(-(bottom - top)) } };
}
