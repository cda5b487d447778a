import { expect, test } from "vitest";
import * as Y from "yjs";
import { aGraph } from "./document.testing.ts";
import { editContext } from "./edit-transaction.ts";
import { watchGraph } from "./graph-store.ts";
import { moveNodes, removeNodes } from "./journey-commands.ts";
import { writeGraph } from "./journey-document.ts";

test("a change gives a new graph in which everything else is the same object", () => {
  const doc = new Y.Doc();
  writeGraph(doc, aGraph({ nodes: ["a", "b", "c"], edges: ["a.out>b", "b.out>c"] }));
  const store = watchGraph(doc);
  const context = editContext(doc, { userId: "u" });
  let calls = 0;
  store.subscribe(() => {
    calls += 1;
  });
  const before = store.graph();
  moveNodes(context, { moves: [{ key: "b", position: { x: 1, y: 2 } }] });
  const moved = store.graph();
  expect(calls).toBe(1);
  expect(moved.edges).toBe(before.edges);
  expect(moved.nodes.map((node, index) => node === before.nodes[index])).toEqual([true, false, true]);
  removeNodes(context, { keys: ["c"], reconnect: true });
  expect(calls).toBe(2);
  expect(store.graph().edges[0]).toBe(before.edges[0]);
  doc.getMap("vars").set("x", 1);
  expect(calls).toBe(2);
  store.destroy();
  removeNodes(context, { keys: ["b"] });
  expect(calls).toBe(2);
});
