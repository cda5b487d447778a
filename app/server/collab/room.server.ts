import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import * as Y from "yjs";
import type { DraftKey } from "#db/queries/collab.ts";
import { type Touched, watchTouched } from "../../canvas/repair-document.ts";
import type { Role } from "../services.server.ts";
import type { TokenBucket } from "./token-bucket.server.ts";

/** Who sits behind a connection, as the session says. */
export type CollabPerson = { userId: string; name: string; workspaceId: number; role: Role };

export type Connection = {
  socket: WebSocket;
  request: IncomingMessage;
  person: CollabPerson;
  /** Viewers see everything and write nothing. */
  canWrite: boolean;
  /** The Yjs client that only this connection may speak for; known from its first own message. */
  clientId: number | undefined;
  /** Updates that arrived, how many of them are whole in the document, and how many the author knows to be stored. */
  frames: { received: number; whole: number; saved: number };
  hasSynced: boolean;
  refusedWrites: number;
  /** True while this window is so slow that updates are left out; it gets the whole state when it has caught up. */
  behindSince: number | undefined;
  isAlive: boolean;
  checkedAt: number;
  buckets: { updates: TokenBucket; bytes: TokenBucket; presence: TokenBucket };
};

/** Where somebody is and what they point at. The identity in it is the server's, never the client's. */
export type Presence = { connection: Connection; clock: number; json: string; isNew: boolean };

export type PendingRow = { update: Uint8Array; userId: string | undefined };

/** One open draft in memory. */
export type Room = {
  key: DraftKey;
  epoch: number;
  doc: Y.Doc;
  touched: { take: () => Touched };
  connections: Set<Connection>;
  presences: Map<number, Presence>;
  /** Updates of this turn of the event loop, sent on as one. */
  outgoing: { update: Uint8Array; from: unknown }[];
  /** Updates that are not in the database yet. */
  rows: PendingRow[];
  unsavedBytes: number;
  unsavedSince: number | undefined;
  /** Approximate size of the document; grows with every update until the room opens again. */
  bytes: number;
  rowsSinceCompaction: number;
  /** When an update arrived whose predecessor is missing. */
  incompleteSince: number | undefined;
  emptySince: number | undefined;
  isClosed: boolean;
};

/** Origins of server-made transactions: rows read from the database are stored already, repairs are not. */
export const storedOrigin = Symbol("stored");
export const repairOrigin = Symbol("repair");

export function createRoom({
  key,
  epoch,
  doc,
  bytes,
  now,
}: {
  key: DraftKey;
  epoch: number;
  doc: Y.Doc;
  bytes: number;
  now: number;
}): Room {
  return {
    key,
    epoch,
    doc,
    touched: watchTouched(doc),
    connections: new Set(),
    presences: new Map(),
    outgoing: [],
    rows: [],
    unsavedBytes: 0,
    unsavedSince: undefined,
    bytes,
    rowsSinceCompaction: 0,
    incompleteSince: undefined,
    emptySince: now,
    isClosed: false,
  };
}

/** Says goodbye with a reason; who does not answer is cut off, so that nobody can hold a connection open. */
export function closeConnection({ socket }: Pick<Connection, "socket">, code: number, reason: string): void {
  socket.close(code, reason);
  const cut = setTimeout(() => socket.terminate(), 2_000);
  cut.unref();
  socket.once("close", () => clearTimeout(cut));
}

export function isComplete(doc: Y.Doc): boolean {
  return doc.store.pendingStructs === null && doc.store.pendingDs === null;
}

/** Forgets updates whose predecessor never came, so that they hold up nobody else. They were not stored. */
export function dropIncomplete(room: Room): void {
  room.doc.store.pendingStructs = null;
  room.doc.store.pendingDs = null;
  room.incompleteSince = undefined;
}

/** The connection that speaks for a Yjs client now. */
export function findSpeaker(room: Room, clientId: number): Connection | undefined {
  for (const connection of room.connections) if (connection.clientId === clientId) return connection;
  return undefined;
}

/** What is in the document from the author behind a connection. */
export function clockOf(room: Room, connection: Connection): Map<number, number> {
  const { clientId } = connection;
  return clientId === undefined ? new Map() : new Map([[clientId, Y.getState(room.doc.store, clientId)]]);
}
