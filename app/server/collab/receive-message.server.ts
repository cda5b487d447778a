import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { closeCode, messageType } from "../../canvas/collab-messages.ts";
import { repairDocument } from "../../canvas/repair-document.ts";
import { inspectUpdate } from "./inspect-update.server.ts";
import { claimClient, describePresences, receivePresence } from "./presence.server.ts";
import { type Connection, dropIncomplete, findSpeaker, isComplete, type Room, repairOrigin } from "./room.server.ts";
import { takeTokens } from "./token-bucket.server.ts";

/** What has to happen beyond the room after a message. */
export type Reaction = {
  send: (connection: Connection, message: Uint8Array) => void;
  close: (connection: Connection, code: number, reason: string) => void;
  /** The document may be half changed: throw it away and load it again. */
  discard: (room: Room) => void;
  updatesReceived: (room: Room) => void;
  presenceChanged: (room: Room) => void;
};

const maximumDocumentBytes = 8 * 1024 * 1024;
const maximumIncompleteBytes = 1024 * 1024;
const maximumRefusedWrites = 10;
const fullSyncCost = 5;

/** Handles one message of a client. Broken ones close the connection with a reason; others in the room notice nothing. */
export function receiveMessage(room: Room, connection: Connection, message: Uint8Array, reaction: Reaction): void {
  try {
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === messageType.sync) receiveSync(room, connection, decoder, message.byteLength, reaction);
    else if (type === messageType.awareness) {
      if (takeTokens(connection.buckets.presence, 1, Date.now()) > 0) return;
      receivePresence(room, connection, decoding.readVarUint8Array(decoder), Date.now());
      reaction.presenceChanged(room);
    } else if (type === messageType.queryAwareness) reaction.send(connection, describePresences(room, connection));
  } catch {
    reaction.close(connection, closeCode.badMessage, "unreadable message");
  }
}

/** The first message to a writing client: asks for what the server does not know yet. Viewers are never asked. */
export function askForUpdates(room: Room): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  syncProtocol.writeSyncStep1(encoder, room.doc);
  return encoding.toUint8Array(encoder);
}

export function encodeUpdate(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  syncProtocol.writeUpdate(encoder, update);
  return encoding.toUint8Array(encoder);
}

function receiveSync(
  room: Room,
  connection: Connection,
  decoder: decoding.Decoder,
  size: number,
  reaction: Reaction,
): void {
  const kind = decoding.readVarUint(decoder);
  const bytes = decoding.readVarUint8Array(decoder);
  const isQuestion = kind === syncProtocol.messageYjsSyncStep1;
  slowDown(connection, { cost: isQuestion ? fullSyncCost : 1, size }, reaction);
  if (isQuestion) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    syncProtocol.writeSyncStep2(encoder, room.doc, bytes);
    reaction.send(connection, encoding.toUint8Array(encoder));
    return;
  }
  if (kind !== syncProtocol.messageYjsSyncStep2 && kind !== syncProtocol.messageYjsUpdate)
    throw new Error("unknown sync message");
  const isFirstAnswer = kind === syncProtocol.messageYjsSyncStep2 && !connection.hasSynced;
  if (isFirstAnswer) connection.hasSynced = true;
  receiveUpdate(room, connection, { update: bytes, isFirstAnswer }, reaction);
}

/** A fast sender is not cut off: its socket is not read for a while, so nothing is lost and nobody else waits. */
function slowDown(connection: Connection, { cost, size }: { cost: number; size: number }, reaction: Reaction): void {
  const now = Date.now();
  const waitMs = Math.max(
    takeTokens(connection.buckets.updates, cost, now),
    takeTokens(connection.buckets.bytes, size, now),
  );
  if (waitMs > 60_000) reaction.close(connection, closeCode.tooFast, "too many updates");
  else if (waitMs > 0 && !connection.socket.isPaused) {
    connection.socket.pause();
    setTimeout(() => connection.socket.resume(), waitMs).unref();
  }
}

function receiveUpdate(
  room: Room,
  connection: Connection,
  { update, isFirstAnswer }: { update: Uint8Array; isFirstAnswer: boolean },
  reaction: Reaction,
): void {
  const inspection = inspectUpdate(update);
  if (!inspection.ok) {
    reaction.close(connection, closeCode.refusedUpdate, inspection.reason);
    return;
  }
  if (!connection.canWrite) {
    refuseWrite(connection, update, reaction);
    return;
  }
  const news = [...inspection.clocks]
    .filter(([client, { to }]) => to > Y.getState(room.doc.store, client))
    .map(([client]) => client);
  if (!isFirstAnswer && !maySpeakFor(room, connection, news)) {
    reaction.close(connection, closeCode.refusedUpdate, "speaks for another client");
    return;
  }
  if (room.bytes + update.byteLength > maximumDocumentBytes) {
    reaction.close(connection, closeCode.tooLarge, "document too large");
    return;
  }
  applyChecked(room, connection, update, reaction);
}

function applyChecked(room: Room, connection: Connection, update: Uint8Array, reaction: Reaction): void {
  const before = { ...pendingOf(room) };
  connection.frames.received += 1;
  try {
    Y.applyUpdate(room.doc, update, connection);
    repairDocument(room.doc, room.touched.take(), repairOrigin);
  } catch {
    reaction.close(connection, closeCode.refusedUpdate, "update cannot be applied");
    reaction.discard(room);
    return;
  }
  noteWholeFrames(room, connection, before);
  if (!isComplete(room.doc)) awaitPredecessors(room, connection, reaction);
  reaction.updatesReceived(room);
}

function pendingOf(room: Room) {
  const { pendingStructs, pendingDs } = room.doc.store;
  return { structs: pendingStructs, deletionBytes: pendingDs?.byteLength ?? 0 };
}

/** An update may only be acknowledged when all of it is in the document; what others are still missing does not hold it up. */
function noteWholeFrames(room: Room, connection: Connection, before: ReturnType<typeof pendingOf>): void {
  if (isComplete(room.doc)) {
    room.incompleteSince = undefined;
    for (const each of room.connections) each.frames.whole = each.frames.received;
    return;
  }
  const after = pendingOf(room);
  const isWhole = after.structs === before.structs && after.deletionBytes === before.deletionBytes;
  const { frames } = connection;
  if (isWhole && frames.whole === frames.received - 1) frames.whole += 1;
}

function awaitPredecessors(room: Room, connection: Connection, reaction: Reaction): void {
  const { structs, deletionBytes } = pendingOf(room);
  if ((structs?.update.byteLength ?? 0) + deletionBytes > maximumIncompleteBytes) {
    dropIncomplete(room);
    reaction.close(connection, closeCode.refusedUpdate, "predecessors are missing");
  } else if (room.incompleteSince === undefined) {
    room.incompleteSince = Date.now();
    reaction.send(connection, askForUpdates(room));
  }
}

/** After a crash peers rightly send on what others wrote; for a client that is here itself, nobody else may speak. */
function maySpeakFor(room: Room, connection: Connection, clients: readonly number[]): boolean {
  const [only] = clients;
  if (connection.clientId === undefined && only !== undefined && clients.length === 1)
    return claimClient(room, connection, only);
  return clients.every((client) => client === connection.clientId || findSpeaker(room, client) === undefined);
}

/** A viewer's stock client may answer with what the server has anyway; real writes are dropped, and who goes on is shown out. */
function refuseWrite(connection: Connection, update: Uint8Array, reaction: Reaction): void {
  if (update.byteLength <= 2) return;
  connection.refusedWrites += 1;
  if (connection.refusedWrites > maximumRefusedWrites) reaction.close(connection, closeCode.revoked, "read only");
}
