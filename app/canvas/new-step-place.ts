import { gridSize } from "./card-size.ts";
import type { Box, Place } from "./tidy-layout.ts";

const gapBelow = 44;
const gapBeside = 32;

export const snapPlace = ({ x, y }: Place): Place => ({
  x: Math.round(x / gridSize) * gridSize,
  y: Math.round(y / gridSize) * gridSize,
});

const overlaps = (place: Place, size: { width: number; height: number }, box: Box): boolean =>
  place.x < box.position.x + box.width + gapBeside / 2 &&
  place.x + size.width + gapBeside / 2 > box.position.x &&
  place.y < box.position.y + box.height + gapBelow / 2 &&
  place.y + size.height + gapBelow / 2 > box.position.y;

/** The nearest free place for a card: at `wanted`, else in steps to the right of what is in the way. */
export function freePlace(wanted: Place, size: { width: number; height: number }, boxes: readonly Box[]): Place {
  let place = snapPlace(wanted);
  for (let tries = 0; tries < 60; tries += 1) {
    const inTheWay = boxes.find((box) => overlaps(place, size, box));
    if (!inTheWay) return place;
    place = snapPlace({ x: inTheWay.position.x + inTheWay.width + gapBeside + gridSize / 2, y: place.y });
  }
  return place;
}

/** Under `anchor`, where its exit at `exitX` (from its left) points, or the nearest free place beside it. */
export function placeBelow(
  anchor: Box,
  exitX: number,
  size: { width: number; height: number },
  boxes: readonly Box[],
): Place {
  const wanted = { x: anchor.position.x + exitX - size.width / 2, y: anchor.position.y + anchor.height + gapBelow };
  return freePlace(wanted, size, boxes);
}

/** How far everything after an insertion has to move down so that a card of `height` fits between two rows. */
export function roomNeeded(sourceBottom: number, targetTop: number, height: number): number {
  const missing = height + gapBelow * 2 - (targetTop - sourceBottom);
  return missing <= 0 ? 0 : Math.ceil(missing / gridSize) * gridSize;
}
