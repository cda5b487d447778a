import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { journeyGraphSchema } from "../engine/graph.ts";
import { aGraph } from "./document.testing.ts";
import type { EditContext } from "./draft-writes.ts";
import type { Edit } from "./edit-transaction.ts";
import { duplicate, replaceGraph } from "./fragment-commands.ts";
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
import { addNote, changeNote } from "./note-commands.ts";
import { repairDocument, watchTouched } from "./repair-document.ts";
import { createUndoHistory } from "./undo-history.ts";

const people = 3;

type Peer = {
  context: EditContext;
  history: ReturnType<typeof createUndoHistory>;
  inbox: Uint8Array[];
  touched: ReturnType<typeof watchTouched>;
};

function startPeers(): Peer[] {
  const seed = new Y.Doc();
  seed.clientID = 1;
  writeGraph(seed, aGraph({ nodes: ["a", "b", "c", "d"], edges: ["a.out>b", "b.yes>c", "b.no>d"] }));
  const update = Y.encodeStateAsUpdate(seed);
  const peers = Array.from({ length: people }, (_, index): Peer => {
    const doc = new Y.Doc();
    doc.clientID = 10 + index;
    Y.applyUpdate(doc, update);
    let count = 0;
    const context = { doc, userId: `user${index}`, now: () => 1_000, newId: () => `u${index}-${++count}` };
    return { context, history: createUndoHistory(context), inbox: [], touched: watchTouched(doc) };
  });
  for (const peer of peers) {
    peer.context.doc.on("update", (change: Uint8Array, origin: unknown) => {
      if (origin !== "network") for (const other of peers) if (other !== peer) other.inbox.push(change);
    });
  }
  return peers;
}

type Operation = { who: number; what: number; pick: number; other: number; value: number };

const operation = fc.record({
  who: fc.nat({ max: people - 1 }),
  what: fc.nat({ max: 15 }),
  pick: fc.nat({ max: 40 }),
  other: fc.nat({ max: 40 }),
  value: fc.integer({ min: 0, max: 9 }),
});

function perform(peer: Peer, { what, pick, other, value }: Operation): void {
  const { context, history, inbox } = peer;
  const graph = readGraph(context.doc);
  const node = graph.nodes[pick % Math.max(1, graph.nodes.length)]?.id ?? "a";
  const target = graph.nodes[other % Math.max(1, graph.nodes.length)]?.id ?? "b";
  const edge = graph.edges[pick % Math.max(1, graph.edges.length)] ?? { source: node, port: "out", target };
  const port = ["out", "yes", "no"][value % 3] ?? "out";
  const place = { x: value * 20, y: other * 20 };
  const commands: (() => Edit)[] = [
    () => addNode(context, { type: "step", position: place, after: { source: node, port } }),
    () =>
      insertOnEdge(context, {
        source: edge.source,
        port: edge.port,
        outPort: "out",
        node: { type: "step", position: place },
      }),
    () => removeNodes(context, { keys: [node], reconnect: value % 2 === 0 }),
    () => removeNodes(context, { keys: [node, target] }),
    () =>
      moveNodes(context, {
        moves: [
          { key: node, position: place },
          { key: target, position: place },
        ],
      }),
    () => renameNode(context, { key: node, name: `name ${value}` }),
    () => changeSettings(context, { key: node, patch: { days: value, other: value % 2 === 0 ? null : [value] } }),
    () => connect(context, { source: node, port, target }),
    () => disconnect(context, { edges: [edge] }),
    () => duplicate(context, { keys: [node, target], offset: place }),
    () => addNote(context, { position: place, text: "note" }),
    () =>
      changeNote(context, {
        key: `note:${graph.notes[0]?.id ?? ""}`,
        text: `text ${value} ${graph.notes[0]?.text ?? ""}`,
      }),
    () => replaceGraph(context, { graph: { ...graph, nodes: graph.nodes.slice(1) } }),
  ];
  const command = commands[what];
  if (command) history.push(command());
  else if (what === 13) history.undo();
  else if (what === 14) history.redo();
  else deliver(peer, inbox.splice(0, 1 + (value % inbox.length || 0)));
}

/** Updates come late, doubled and out of order. */
function deliver(peer: Peer, updates: Uint8Array[]): void {
  for (const update of [...updates].reverse()) {
    Y.applyUpdate(peer.context.doc, update, "network");
    Y.applyUpdate(peer.context.doc, update, "network");
  }
}

function exchangeAll(peers: Peer[]): void {
  for (const peer of peers) deliver(peer, peer.inbox.splice(0));
}

test("three people with random edits, undos and orders of delivery end with the same valid graph", () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 20, maxLength: 60 }), (operations) => {
      const peers = startPeers();
      for (const each of operations) {
        const peer = peers[each.who];
        if (peer) perform(peer, each);
      }
      exchangeAll(peers);
      const [first, ...others] = peers.map((peer) => readGraph(peer.context.doc));
      for (const other of others) expect(other).toEqual(first);
      expect(journeyGraphSchema.parse(first)).toEqual(first);
      const present = new Set(first?.nodes.map((node) => node.id));
      for (const edge of first?.edges ?? []) expect(present.has(edge.source) && present.has(edge.target)).toBe(true);
      // Everything that commands write is within the layout: the server's repair has nothing to do.
      for (const { context, touched } of peers) {
        const before = Y.encodeStateVector(context.doc);
        repairDocument(context.doc, touched.take(), "repair");
        expect(Y.encodeStateVector(context.doc)).toEqual(before);
      }
    }),
    { numRuns: 100 },
  );
});

test("undoing everything takes back one's own work and leaves the others' as it was", () => {
  const ownOperation = fc.record({
    who: fc.constant(0),
    what: fc.nat({ max: 11 }),
    pick: fc.nat({ max: 40 }),
    other: fc.nat({ max: 40 }),
    value: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(ownOperation, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 4 }),
      (own, foreign) => {
        const [mara, ben, watcher] = startPeers();
        if (!mara || !ben || !watcher) return;
        // Ben names steps that were there before; Mara's commands here may rename, too, so hers are the ones that must give way.
        const names = new Map(foreign.map((index) => [["a", "b", "c", "d"][index] ?? "a", `Ben's ${index}`]));
        for (const each of own) perform(mara, each);
        for (const [key, name] of names) renameNode(ben.context, { key, name });
        exchangeAll([mara, ben]);
        const others = () =>
          readGraph(mara.context.doc)
            .nodes.filter((node) => names.has(node.id))
            .map(({ id, name }) => [id, name]);
        const foreignWrites = [...names.keys()].filter(
          (key) => nameWriter(mara.context.doc, key) === ben.context.doc.clientID,
        );
        while (mara.history.undo()) if (mara.history.state().undo === undefined) break;
        const now = new Map(others() as [string, string][]);
        for (const key of foreignWrites) expect(now.get(key)).toBe(names.get(key));
        const untouched = readGraph(mara.context.doc).nodes.filter((node) => !names.has(node.id));
        expect(untouched).toEqual(readGraph(watcher.context.doc).nodes.filter((node) => !names.has(node.id)));
      },
    ),
    { numRuns: 200 },
  );
});

function nameWriter(doc: Y.Doc, key: string): number | undefined {
  const node = doc.getMap<Y.Map<unknown>>("nodes").get(key);
  return node?._map.get("name")?.id.client;
}
