import dagre from "@dagrejs/dagre";
import type { GraphEdge } from "../engine/graph.ts";

export type Place = { x: number; y: number };
export type Box = { id: string; position: Place; width: number; height: number };

const snap = (value: number, step: number): number => Math.round(value / step) * step;

/**
 * Places the boxes top to bottom along the edges, on the 20 px grid. The upper left corner of the whole stays where it was, so
 * that tidying a selection does not carry it across the canvas.
 */
export function tidyLayout(boxes: readonly Box[], edges: readonly GraphEdge[]): Map<string, Place> {
  if (boxes.length === 0) return new Map();
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: "TB", nodesep: 32, ranksep: 44, edgesep: 24, ranker: "network-simplex" });
  layout.setDefaultEdgeLabel(() => ({}));
  const known = new Set(boxes.map((box) => box.id));
  const ordered = [...boxes].sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x);
  for (const box of ordered) layout.setNode(box.id, { width: box.width, height: box.height });
  for (const edge of edges) {
    if (known.has(edge.source) && known.has(edge.target)) layout.setEdge(edge.source, edge.target, {}, edge.port);
  }
  dagre.layout(layout);
  const placed = ordered.map((box) => {
    const centre = layout.node(box.id) as { x: number; y: number };
    return { id: box.id, x: centre.x - box.width / 2, y: centre.y - box.height / 2 };
  });
  const shiftX = Math.min(...boxes.map((box) => box.position.x)) - Math.min(...placed.map((place) => place.x));
  const shiftY = Math.min(...boxes.map((box) => box.position.y)) - Math.min(...placed.map((place) => place.y));
  return new Map(placed.map((place) => [place.id, { x: snap(place.x + shiftX, 4), y: snap(place.y + shiftY, 20) }]));
}
