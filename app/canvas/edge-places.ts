import type { Place } from "./tidy-layout.ts";
import { createValueStore, type ValueStore } from "./value-store.ts";

export type EdgePlace = { path: string; middle: Place };
/** Where every drawn path runs, by `source|port`; for the dots that travel on it and the buttons in its middle. */
export type EdgePlaces = ReadonlyMap<string, EdgePlace>;

export function createEdgePlaces(): ValueStore<EdgePlaces> {
  return createValueStore<EdgePlaces>(new Map());
}

/** Notes or forgets the place of one path. */
export function setEdgePlace(places: ValueStore<EdgePlaces>, edge: string, place: EdgePlace | undefined): void {
  const next = new Map(places.get());
  if (place) next.set(edge, place);
  else next.delete(edge);
  places.set(next);
}
