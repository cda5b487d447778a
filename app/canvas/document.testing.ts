import fc from "fast-check";
import type { JourneyGraph } from "../engine/graph.ts";

/** A small graph: nodes by id, edges as `source.port>target`. Types are unknown to the registry, so every port counts. */
export function aGraph({ nodes, edges }: { nodes: readonly string[]; edges: readonly string[] }): JourneyGraph {
  return {
    version: 1,
    nodes: nodes.map((id, index) => ({ id, type: "step", name: "", position: { x: 0, y: index * 140 }, settings: {} })),
    edges: edges.map((edge) => {
      const [source = "", port = "", target = ""] = edge.split(/[.>]/);
      return { source, port, target };
    }),
    notes: [],
    sections: [],
  };
}

const id = fc.constantFrom("a", "b", "c", "d-1", "e_2");
const position = fc.record({
  x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});
const size = fc.record({ width: fc.integer({ min: 40, max: 20_000 }), height: fc.integer({ min: 40, max: 20_000 }) });
const text = fc.string({ unit: "grapheme", maxLength: 60 });
const settings = fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });

/** Graphs as the API accepts them: with repeated ids, doubled exits and dangling edges, too. */
export const anyGraph = fc.record({
  version: fc.constant(1 as const),
  nodes: fc.array(fc.record({ id, type: fc.constantFrom("step", "other-step"), name: text, position, settings }), {
    maxLength: 6,
  }),
  edges: fc.array(fc.record({ source: id, port: fc.constantFrom("out", "yes", "no"), target: id }), { maxLength: 8 }),
  notes: fc.array(fc.record({ id, position, text }), { maxLength: 3 }),
  sections: fc.array(fc.record({ id, position, size, title: text }), { maxLength: 3 }),
}) as fc.Arbitrary<JourneyGraph>;
