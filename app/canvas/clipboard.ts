import { z } from "zod";
import { graphEdgeSchema, graphNodeSchema, graphNoteSchema, type JourneyGraph } from "../engine/graph.ts";

const clippingSchema = z.strictObject({
  lotse: z.literal("steps"),
  nodes: z.array(graphNodeSchema).max(500),
  edges: z.array(graphEdgeSchema).max(2_000),
  notes: z.array(graphNoteSchema).max(100),
});

export type Clipping = Pick<JourneyGraph, "nodes" | "edges" | "notes">;

/** The chosen steps and notes with the paths among them, as text that can be pasted into any journey. */
export function clippingText(graph: JourneyGraph, ids: ReadonlySet<string>): string {
  return JSON.stringify({
    lotse: "steps",
    nodes: graph.nodes.filter((node) => ids.has(node.id)),
    edges: graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
    notes: graph.notes.filter((note) => ids.has(note.id)),
  });
}

/** Reads copied text; undefined when it is anything else. */
export function readClipping(text: string): Clipping | undefined {
  if (!text.startsWith("{")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = clippingSchema.safeParse(value);
  return parsed.success ? { nodes: parsed.data.nodes, edges: parsed.data.edges, notes: parsed.data.notes } : undefined;
}

/** The same clipping under fresh ids, moved by `offset`. */
export function renamedClipping(clipping: Clipping, offset: { x: number; y: number }, newId: () => string): Clipping {
  const ids = new Map([...clipping.nodes, ...clipping.notes].map((item) => [item.id, newId()]));
  const moved = <Item extends { id: string; position: { x: number; y: number } }>(item: Item): Item => ({
    ...item,
    id: ids.get(item.id) ?? item.id,
    position: { x: item.position.x + offset.x, y: item.position.y + offset.y },
  });
  return {
    nodes: clipping.nodes.map(moved),
    notes: clipping.notes.map(moved),
    edges: clipping.edges.map((edge) => ({
      ...edge,
      source: ids.get(edge.source) ?? edge.source,
      target: ids.get(edge.target) ?? edge.target,
    })),
  };
}
