import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { messageType } from "../../canvas/collab-messages.ts";
import { aGraph } from "../../canvas/document.testing.ts";
import { editContext } from "../../canvas/edit-transaction.ts";
import { addNode, changeSettings } from "../../canvas/journey-commands.ts";
import { readGraph, writeGraph } from "../../canvas/journey-document.ts";
import { addNote } from "../../canvas/note-commands.ts";
import { journeyGraphSchema } from "../../engine/graph.ts";
import { type Reaction, receiveMessage } from "./receive-message.server.ts";
import { type Connection, createRoom, type Room } from "./room.server.ts";
import { createBucket } from "./token-bucket.server.ts";

function aRoom(): Room {
  const doc = new Y.Doc();
  writeGraph(doc, aGraph({ nodes: ["a", "b"], edges: ["a.out>b"] }));
  const room = createRoom({ key: { workspaceId: 1, journeyId: 1 }, epoch: 1, doc, bytes: 0, now: 0 });
  room.touched.take();
  return room;
}

function aConnection({ canWrite = true } = {}): Connection {
  const bucket = () => createBucket({ perSecond: 1e9, burst: 1e9 }, Date.now());
  return {
    socket: { isPaused: true } as WebSocket,
    request: {} as IncomingMessage,
    person: { userId: "eve", name: "Eve", workspaceId: 1, role: canWrite ? "editor" : "viewer" },
    canWrite,
    clientId: undefined,
    frames: { received: 0, whole: 0, saved: 0 },
    hasSynced: false,
    refusedWrites: 0,
    behindSince: undefined,
    isAlive: true,
    checkedAt: 0,
    buckets: { updates: bucket(), bytes: bucket(), presence: bucket() },
  };
}

const ignore: Reaction = {
  send: () => {},
  close: () => {},
  discard: () => {},
  updatesReceived: () => {},
  presenceChanged: () => {},
};

/** Real messages of an editing client, to be mutated. */
const messages: Uint8Array[] = (() => {
  const doc = aRoom().doc;
  const context = editContext(doc, { userId: "eve" });
  const sent: Uint8Array[] = [];
  const sync = (write: (encoder: encoding.Encoder) => void) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    write(encoder);
    sent.push(encoding.toUint8Array(encoder));
  };
  doc.on("update", (update: Uint8Array) => sync((encoder) => syncProtocol.writeUpdate(encoder, update)));
  addNode(context, { type: "step", position: { x: 1, y: 2 }, after: { source: "b", port: "out" } });
  changeSettings(context, { key: "a", patch: { subject: "Hello", list: [1, { deep: true }] } });
  addNote(context, { position: { x: 0, y: 0 }, text: "A note" });
  sync((encoder) => syncProtocol.writeSyncStep1(encoder, doc));
  sync((encoder) => syncProtocol.writeSyncStep2(encoder, doc));
  const presence = encoding.createEncoder();
  encoding.writeVarUint(presence, messageType.awareness);
  encoding.writeVarUint8Array(presence, new Uint8Array([1, 5, 1, 2, 123, 125]));
  sent.push(encoding.toUint8Array(presence));
  return sent;
})();

const mutated = fc
  .tuple(
    fc.constantFrom(...messages),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }),
    fc.option(fc.nat()),
  )
  .map(([message, changes, cut]) => {
    const bytes = Uint8Array.from(message);
    for (const [place, value] of changes) bytes[place % bytes.length] = value;
    return cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
  });

test("mutated messages never throw, never leave the layout, and what is refused changes nothing", () => {
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 12 }), (bytes) => {
      const room = aRoom();
      let isDiscarded = false;
      for (const message of bytes) {
        let isRefused = false;
        const before = Y.encodeStateAsUpdate(room.doc);
        const close = () => {
          isRefused = true;
        };
        const discard = () => {
          isDiscarded = true;
        };
        receiveMessage(room, aConnection(), message, { ...ignore, close, discard });
        if (isDiscarded) return;
        if (isRefused) expect(Y.encodeStateAsUpdate(room.doc)).toEqual(before);
      }
      const graph = readGraph(room.doc);
      expect(journeyGraphSchema.parse(graph)).toEqual(graph);
      expect([...room.doc.share.keys()].sort()).toEqual(["edges", "meta", "nodes", "vars"]);
    }),
    { numRuns: 1_000 },
  );
});

test("a viewer's messages, whatever they are, change nothing", () => {
  fc.assert(
    fc.property(fc.array(mutated, { minLength: 1, maxLength: 8 }), (bytes) => {
      const room = aRoom();
      const viewer = aConnection({ canWrite: false });
      const before = Y.encodeStateAsUpdate(room.doc);
      for (const message of [...messages, ...bytes]) receiveMessage(room, viewer, message, ignore);
      expect(Y.encodeStateAsUpdate(room.doc)).toEqual(before);
    }),
    { numRuns: 200 },
  );
});
