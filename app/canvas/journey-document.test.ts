import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { JourneyGraph } from "../engine/graph.ts";
import { journeyGraphSchema } from "../engine/graph.ts";
import { aGraph, anyGraph } from "./document.testing.ts";
import { readGraph, writeGraph } from "./journey-document.ts";
import { normaliseGraph } from "./normalise-graph.ts";

function documentWith(graph: JourneyGraph): Y.Doc {
  const doc = new Y.Doc();
  writeGraph(doc, graph);
  return doc;
}

test("a graph comes back from the document in its normal form", () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const read = readGraph(documentWith(graph));
      expect(read).toEqual(normaliseGraph(graph));
      expect(JSON.stringify(read)).toBe(JSON.stringify(normaliseGraph(read)));
      expect(journeyGraphSchema.parse(read)).toEqual(read);
    }),
    { numRuns: 300 },
  );
});

test("steps of unknown types stay, edges to missing steps and doubled exits go", () => {
  const graph = aGraph({ nodes: ["a", "b"], edges: ["a.out>b", "b.out>gone", "gone.out>a"] });
  graph.nodes[0]!.type = "invented-by-a-newer-release";
  graph.edges.push({ source: "a", port: "out", target: "a" });
  const read = readGraph(documentWith(graph));
  expect(read.nodes.map((node) => node.type)).toEqual(["invented-by-a-newer-release", "step"]);
  expect(read.edges).toEqual([{ source: "a", port: "out", target: "a" }]);
});

test("broken contents of a document are mended or left out, never thrown", () => {
  const doc = new Y.Doc();
  const nodes = doc.getMap("nodes");
  nodes.set("text", "not a map");
  nodes.set("bytes", new Uint8Array([1, 2]));
  nodes.set("empty", new Y.Map());
  nodes.set("list", new Y.Array());
  nodes.set("strange id!", new Y.Map([["t", "step"]]));
  nodes.set("bare", new Y.Map([["t", "step"]]));
  nodes.set(
    "wrong",
    new Y.Map<unknown>([
      ["t", "step"],
      ["name", 7],
      ["pos", ["x", Number.NaN]],
      ["cfg", "settings"],
    ]),
  );
  nodes.set(
    "nul",
    new Y.Map<unknown>([
      ["t", "step"],
      ["name", "a\u0000b\ud800"],
      ["pos", [9e99, -0]],
      [
        "cfg",
        new Y.Map<unknown>([
          ["deep", JSON.parse("[".repeat(500) + "]".repeat(500))],
          ["__proto__", 1],
          ["big", 10n],
          ["k".repeat(65), 1],
          ["text", new Y.Text("shared")],
        ]),
      ],
    ]),
  );
  nodes.set("note:n", new Y.Map<unknown>([["text", { no: "text" }]]));
  doc.getMap("edges").set("bare|out", "wrong");
  doc.getMap("edges").set("bare", new Y.Map([["dst", "nul"]]));
  doc.getMap("edges").set("bare|a|b", new Y.Map([["dst", "nul"]]));
  const read = readGraph(doc);
  expect(read.nodes.map(({ id, name, position }) => ({ id, name, position }))).toEqual([
    { id: "bare", name: "", position: { x: 0, y: 0 } },
    { id: "nul", name: "ab\ufffd", position: { x: 1e6, y: 0 } },
    { id: "wrong", name: "", position: { x: 0, y: 0 } },
  ]);
  expect(Object.keys(read.nodes[1]!.settings)).toEqual(["deep", "text"]);
  expect(read.nodes[1]!.settings["text"]).toBe("shared");
  expect(read.edges).toEqual([]);
  expect(read.notes).toEqual([{ id: "n", position: { x: 0, y: 0 }, text: "" }]);
  expect(journeyGraphSchema.parse(read)).toEqual(read);
});

test("any bytes, of any size, leave a readable document", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60_000, size: "max" }), (bytes) => {
      const doc = documentWith(aGraph({ nodes: ["a"], edges: [] }));
      try {
        Y.applyUpdate(doc, bytes);
      } catch {
        // Refusing is right as well; what counts is that reading goes on.
      }
      expect(readGraph(doc).nodes.map((node) => node.id)).toEqual(["a"]);
    }),
    { numRuns: 100 },
  );
});

test("167 drags of 20 steps cost less than 200 KiB and 11,000 structs", async () => {
  const { editContext } = await import("./edit-transaction.ts");
  const { moveNodes } = await import("./journey-commands.ts");
  const keys = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
  const doc = documentWith(aGraph({ nodes: keys, edges: keys.slice(1).map((key, index) => `n${index}.out>${key}`) }));
  const context = editContext(doc, { userId: "u" });
  let updates = 0;
  doc.on("update", () => {
    updates += 1;
  });
  for (let drag = 0; drag < 167; drag += 1) {
    const first = (drag * 37) % 980;
    const moves = keys.slice(first, first + 20).map((key) => ({ key, position: { x: drag * 10, y: drag * 20 } }));
    moveNodes(context, { moves });
  }
  const structs = [...doc.store.clients.values()].reduce((sum, list) => sum + list.length, 0);
  expect(updates).toBe(167);
  expect(Y.encodeStateAsUpdate(doc).byteLength).toBeLessThan(200 * 1024);
  expect(structs).toBeLessThan(11_000);
});
