import { expect, test } from "vitest";
import * as Y from "yjs";
import { aGraph } from "./document.testing.ts";
import type { EditContext } from "./draft-writes.ts";
import { copyFragment, duplicate, paste, replaceGraph } from "./fragment-commands.ts";
import {
  addNode,
  changeSettings,
  connect,
  disconnect,
  insertOnEdge,
  moveNodes,
  removeNodes,
  renameNode,
} from "./journey-commands.ts";
import { readGraph, writeGraph } from "./journey-document.ts";
import { addNote, addSection, changeNote, changeSection } from "./note-commands.ts";
import { createUndoHistory } from "./undo-history.ts";

/** A document in one person's window, with ids n1, n2, … */
function aWindow(graph = aGraph({ nodes: ["a", "b", "c"], edges: ["a.out>b", "b.out>c"] })) {
  const doc = new Y.Doc();
  writeGraph(doc, graph);
  return openWindow(doc, "mara");
}

function openWindow(doc: Y.Doc, userId: string) {
  let count = 0;
  const context: EditContext = { doc, userId, now: () => 1_000, newId: () => `${userId}${++count}` };
  const history = createUndoHistory(context);
  return { doc, context, history, graph: () => readGraph(doc) };
}

function secondWindow(first: ReturnType<typeof aWindow>) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(first.doc));
  const second = openWindow(doc, "ben");
  return { ...second, exchange: () => exchange(first.doc, doc) };
}

function exchange(one: Y.Doc, other: Y.Doc): void {
  const forOther = Y.encodeStateAsUpdate(one, Y.encodeStateVector(other));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other, Y.encodeStateVector(one)), "remote");
  Y.applyUpdate(other, forOther, "remote");
}

const edgesOf = (graph: ReturnType<typeof readGraph>) =>
  graph.edges.map((edge) => `${edge.source}.${edge.port}>${edge.target}`);
const idsOf = (graph: ReturnType<typeof readGraph>) => graph.nodes.map((node) => node.id);

test("every command is one transaction, and undo and redo go there and back", () => {
  const commands = [
    ({ context }: ReturnType<typeof aWindow>) =>
      addNode(context, { type: "step", position: { x: 1, y: 2 }, after: { source: "c", port: "out" } }),
    ({ context }: ReturnType<typeof aWindow>) =>
      insertOnEdge(context, {
        source: "a",
        port: "out",
        outPort: "out",
        node: { type: "step", position: { x: 0, y: 0 } },
      }),
    ({ context }: ReturnType<typeof aWindow>) => removeNodes(context, { keys: ["b"], reconnect: true }),
    ({ context }: ReturnType<typeof aWindow>) => removeNodes(context, { keys: ["a", "c"] }),
    ({ context }: ReturnType<typeof aWindow>) =>
      moveNodes(context, { moves: [{ key: "a", position: { x: 5, y: 6 } }] }),
    ({ context }: ReturnType<typeof aWindow>) => renameNode(context, { key: "a", name: "Welcome" }),
    ({ context }: ReturnType<typeof aWindow>) =>
      changeSettings(context, { key: "a", patch: { subject: "Hello", list: [1, { a: 2 }] } }),
    ({ context }: ReturnType<typeof aWindow>) => connect(context, { source: "a", port: "out", target: "c" }),
    ({ context }: ReturnType<typeof aWindow>) => disconnect(context, { edges: [{ source: "a", port: "out" }] }),
    ({ context }: ReturnType<typeof aWindow>) => duplicate(context, { keys: ["a", "b"], offset: { x: 20, y: 20 } }),
    ({ context }: ReturnType<typeof aWindow>) => addNote(context, { position: { x: 0, y: 0 }, text: "Think" }),
    ({ context }: ReturnType<typeof aWindow>) =>
      addSection(context, { position: { x: 0, y: 0 }, size: { width: 400, height: 300 }, title: "Start" }),
    ({ context }: ReturnType<typeof aWindow>) =>
      replaceGraph(context, { graph: aGraph({ nodes: ["a", "z"], edges: ["a.yes>z"] }) }),
  ];
  for (const command of commands) {
    const window = aWindow();
    const before = window.graph();
    let updates = 0;
    window.doc.on("update", () => {
      updates += 1;
    });
    window.history.push(command(window));
    const after = window.graph();
    expect(updates).toBe(1);
    expect(after).not.toEqual(before);
    expect(window.history.undo()?.skipped).toEqual([]);
    expect(window.graph()).toEqual(before);
    expect(window.history.redo()?.skipped).toEqual([]);
    expect(window.graph()).toEqual(after);
    expect(updates).toBe(3);
  }
});

test("deleting a step joins its neighbours when there is one way on, and leaves a fork open", () => {
  const straight = aWindow(aGraph({ nodes: ["a", "b", "c", "d"], edges: ["a.out>b", "b.out>c", "c.out>d"] }));
  removeNodes(straight.context, { keys: ["b", "c"], reconnect: true });
  expect(edgesOf(straight.graph())).toEqual(["a.out>d"]);

  const fork = aWindow(aGraph({ nodes: ["a", "b", "c", "d"], edges: ["a.out>b", "b.yes>c", "b.no>d"] }));
  removeNodes(fork.context, { keys: ["b"], reconnect: true });
  expect(edgesOf(fork.graph())).toEqual([]);

  const loop = aWindow(aGraph({ nodes: ["a", "b", "c"], edges: ["a.out>b", "b.out>c", "c.out>b"] }));
  removeNodes(loop.context, { keys: ["b", "c"], reconnect: true });
  expect(edgesOf(loop.graph())).toEqual([]);
});

test("undo of a delete keeps what somebody else changed meanwhile", () => {
  const mara = aWindow();
  const ben = secondWindow(mara);
  mara.history.push(removeNodes(mara.context, { keys: ["b"] }));
  changeSettings(ben.context, { key: "b", patch: { subject: "From Ben" } });
  ben.exchange();
  expect(idsOf(mara.graph())).toEqual(["a", "c"]);
  mara.history.undo();
  ben.exchange();
  expect(mara.graph().nodes[1]).toMatchObject({ id: "b", settings: { subject: "From Ben" } });
  expect(ben.graph()).toEqual(mara.graph());
});

test("undo leaves a setting alone that somebody else changed since, and says whose window it was", () => {
  const mara = aWindow();
  const ben = secondWindow(mara);
  mara.history.push(changeSettings(mara.context, { key: "a", patch: { days: 1, subject: "Hello" } }));
  ben.exchange();
  changeSettings(ben.context, { key: "a", patch: { days: 7 } });
  ben.exchange();
  const outcome = mara.history.undo();
  expect(outcome?.skipped).toEqual([
    { write: expect.objectContaining({ setting: "days" }), clientId: ben.doc.clientID },
  ]);
  expect(mara.graph().nodes[0]?.settings).toEqual({ days: 7 });
});

test("undo of an added step leaves it when somebody else has worked on it or joined it", () => {
  const mara = aWindow();
  const ben = secondWindow(mara);
  const added = insertOnEdge(mara.context, {
    source: "a",
    port: "out",
    outPort: "out",
    node: { type: "step", position: { x: 0, y: 0 } },
  });
  mara.history.push(added);
  ben.exchange();
  connect(ben.context, { source: "c", port: "out", target: added.nodeId });
  ben.exchange();
  const before = mara.graph();
  const outcome = mara.history.undo();
  expect(outcome?.done).toEqual([]);
  expect(outcome?.skipped.map((entry) => entry.clientId)).toEqual(
    Array(outcome?.skipped.length).fill(ben.doc.clientID),
  );
  expect(mara.graph()).toEqual(before);
});

test("two people draw from one exit at once: one edge, the same for both", () => {
  const mara = aWindow(aGraph({ nodes: ["a", "b", "c"], edges: [] }));
  const ben = secondWindow(mara);
  connect(mara.context, { source: "a", port: "out", target: "b" });
  connect(ben.context, { source: "a", port: "out", target: "c" });
  ben.exchange();
  expect(edgesOf(mara.graph())).toHaveLength(1);
  expect(ben.graph()).toEqual(mara.graph());
});

test("both set the same setting at once and the winner undoes: never undefined where something stood before", () => {
  const mara = aWindow();
  changeSettings(mara.context, { key: "a", patch: { days: 1 } });
  const ben = secondWindow(mara);
  mara.history.push(changeSettings(mara.context, { key: "a", patch: { days: 2 } }));
  ben.history.push(changeSettings(ben.context, { key: "a", patch: { days: 3 } }));
  ben.exchange();
  mara.history.undo();
  ben.history.undo();
  ben.exchange();
  expect(mara.graph().nodes[0]?.settings).toEqual({ days: 1 });
  expect(ben.graph()).toEqual(mara.graph());
});

test("commands of one gesture are one step back; other windows' edits are never in the list", () => {
  const mara = aWindow();
  for (const subject of ["H", "He", "Hel"]) {
    mara.history.push(changeSettings(mara.context, { key: "a", patch: { subject } }), { gesture: "field" });
  }
  const ben = secondWindow(mara);
  ben.history.push(renameNode(ben.context, { key: "b", name: "Ben's" }));
  ben.exchange();
  expect(mara.history.state().undo).toEqual({ action: "settings", count: 1, subject: { name: "", type: "step" } });
  mara.history.undo();
  expect(mara.history.state().undo).toBeUndefined();
  expect(mara.graph().nodes.slice(0, 2)).toMatchObject([{ settings: {} }, { name: "Ben's" }]);
  expect(mara.history.undo()).toBeUndefined();
});

test("a note's text changes only where it differs, so two people can write in it", () => {
  const mara = aWindow();
  const { key } = addNote(mara.context, { position: { x: 0, y: 0 }, text: "one two three" });
  const ben = secondWindow(mara);
  changeNote(mara.context, { key, text: "ONE two three" });
  changeNote(ben.context, { key, text: "one two THREE" });
  ben.exchange();
  expect(mara.graph().notes[0]?.text).toBe("ONE two THREE");
  expect(ben.graph()).toEqual(mara.graph());
});

test("a section keeps title, size and place; a fragment takes edges, notes and sections inside along", () => {
  const mara = aWindow();
  const section = addSection(mara.context, {
    position: { x: 0, y: 0 },
    size: { width: 10, height: 300 },
    title: "Start",
  });
  changeSection(mara.context, {
    key: section.key,
    title: "Begin",
    size: { width: 500, height: 400 },
    position: { x: 7, y: 8 },
  });
  const note = addNote(mara.context, { position: { x: 1, y: 1 }, text: "Think" });
  const fragment = copyFragment(mara.graph(), new Set(["a", "b", section.key, note.key]));
  const { keys } = paste(mara.context, { fragment, offset: { x: 100, y: 0 } });
  expect(keys).toHaveLength(4);
  const graph = mara.graph();
  expect(graph.sections.map(({ id, ...rest }) => rest)).toEqual([
    { title: "Begin", size: { width: 500, height: 400 }, position: { x: 7, y: 8 } },
    { title: "Begin", size: { width: 500, height: 400 }, position: { x: 107, y: 8 } },
  ]);
  expect(graph.notes).toHaveLength(2);
  expect(edgesOf(graph)).toHaveLength(3);
});

test("replacing a draft writes only what differs and keeps others' edits elsewhere", () => {
  const mara = aWindow();
  const ben = secondWindow(mara);
  const graph = mara.graph();
  graph.nodes[0]!.settings = { subject: "From the API" };
  const edit = replaceGraph(mara.context, { graph });
  expect(edit.writes).toHaveLength(1);
  renameNode(ben.context, { key: "c", name: "Ben's" });
  ben.exchange();
  expect(mara.graph().nodes).toMatchObject([{ settings: { subject: "From the API" } }, {}, { name: "Ben's" }]);
  expect(replaceGraph(mara.context, { graph: mara.graph() }).writes).toEqual([]);
});
