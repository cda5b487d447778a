import { z } from "zod";
import { isStorableJson, isStorableText } from "./text.ts";

/** Version of the stored graph format; raised together with one new step in `upgrade-graph.ts`. */
export const GRAPH_VERSION = 1;
export const MAX_NODES = 2_000;

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const portSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Canvas units (CSS pixels at 100 %). */
const positionSchema = z.strictObject({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) });
const storableText = (maximum: number) =>
  z.string().max(maximum).refine(isStorableText, { error: "must not contain NUL or broken characters" });

const graphNodeSchema = z.strictObject({
  id: idSchema,
  /** Name of a registered node type; an unknown one is kept and reported by `checkGraph`. */
  type: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** What people call this step; empty means "use the type's label". */
  name: storableText(120).default(""),
  position: positionSchema,
  /** Raw settings; the node type's own schema reads them, so a half-filled draft can be stored. */
  settings: z
    .record(z.string().max(64), z.json())
    .refine(isStorableJson, { error: "must not contain NUL or broken characters" })
    .default({}),
});

/** One path: at most one edge leaves a port, so (source, port) identifies it. */
const graphEdgeSchema = z.strictObject({ source: idSchema, port: portSchema, target: idSchema });

const graphNoteSchema = z.strictObject({ id: idSchema, position: positionSchema, text: storableText(2_000) });

const graphSectionSchema = z.strictObject({
  id: idSchema,
  position: positionSchema,
  size: z.strictObject({ width: z.number().min(40).max(20_000), height: z.number().min(40).max(20_000) }),
  title: storableText(120),
});

/** A journey as it is published, exported and sent over the API. */
export const journeyGraphSchema = z.strictObject({
  version: z.literal(GRAPH_VERSION),
  nodes: z.array(graphNodeSchema).max(MAX_NODES),
  edges: z.array(graphEdgeSchema).max(MAX_NODES * 4),
  notes: z.array(graphNoteSchema).max(500).default([]),
  sections: z.array(graphSectionSchema).max(200).default([]),
});

export type JourneyGraph = z.infer<typeof journeyGraphSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphNote = z.infer<typeof graphNoteSchema>;
export type GraphSection = z.infer<typeof graphSectionSchema>;

export const emptyGraph: JourneyGraph = { version: GRAPH_VERSION, nodes: [], edges: [], notes: [], sections: [] };
