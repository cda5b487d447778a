import type { Logger } from "pino";
import * as Y from "yjs";
import type { Db, Sql } from "#db/client.ts";
import { type DraftKey, draftChannel } from "#db/queries/collab.ts";
import { closeCode, messageType } from "../../canvas/collab-messages.ts";
import { compactDraft, loadDraft } from "./draft-store.server.ts";
import { flushPresences, renewPresences } from "./presence.server.ts";
import { encodeUpdate } from "./receive-message.server.ts";
import {
  type Connection,
  closeConnection,
  createRoom,
  dropIncomplete,
  isComplete,
  type Room,
  storedOrigin,
} from "./room.server.ts";
import { createUpdateWriter, type UpdateWriter } from "./update-writer.server.ts";

export type RoomSettings = {
  groupCommitMs: number;
  presenceMs: number;
  keepAliveMs: number;
  sessionCheckMs: number;
  unloadMs: number;
  incompleteMs: number;
  unsavedMs: number;
  compactAfterRows: number;
};

export const defaultSettings: RoomSettings = {
  groupCommitMs: 5,
  presenceMs: 33,
  keepAliveMs: 15_000,
  sessionCheckMs: 60_000,
  unloadMs: 30_000,
  incompleteMs: 10_000,
  unsavedMs: 30_000,
  compactAfterRows: 500,
};

export type Rooms = {
  open: Map<string, Promise<Room>>;
  /** Rooms that are loaded; the same as in `open`, for everything that must not wait. */
  loaded: Map<string, Room>;
  writer: UpdateWriter;
  db: Db;
  sql: Sql;
  logger: Logger;
  settings: RoomSettings;
  draftChanged: (key: DraftKey) => void;
  /** Compactions that are running; a graceful stop waits for them. */
  background: Set<Promise<void>>;
  listening: Promise<{ unlisten: () => Promise<void> }> | undefined;
};

const maximumUnsavedBytes = 8 * 1024 * 1024;
const behindBytes = { presence: 1 << 20, updates: 4 << 20, caughtUp: 1 << 16, tooMuch: 16 << 20 };

export function createRooms(parts: Pick<Rooms, "db" | "sql" | "logger" | "settings" | "draftChanged">): Rooms {
  const rooms: Rooms = {
    ...parts,
    open: new Map(),
    loaded: new Map(),
    background: new Set(),
    listening: undefined,
    writer: createUpdateWriter({
      sql: parts.sql,
      logger: parts.logger,
      delayMs: parts.settings.groupCommitMs,
      onStored: (room, rows) => noteStored(rooms, room, rows),
      onOrphaned: (room) => closeRoom(rooms, room, closeCode.epochOver, "this draft was rewritten or deleted"),
      onFailed: (failed) => closeOverdue(rooms, failed),
    }),
  };
  return rooms;
}

/** The open room of a draft, loading it if needed. Rejects when it cannot be read in full: no room ever starts from less. */
export async function enterRoom(rooms: Rooms, { key, epoch }: { key: DraftKey; epoch: number }): Promise<Room> {
  const name = nameOf(key);
  // Between looking and putting nothing may wait, or two who come at once would get a room each.
  const opening = rooms.open.get(name) ?? startRoom(rooms, { key, epoch });
  const room = await opening;
  if (room.epoch === epoch && !room.isClosed) return room;
  closeRoom(rooms, room, closeCode.epochOver, "this draft was rewritten");
  return enterRoom(rooms, { key, epoch });
}

function startRoom(rooms: Rooms, { key, epoch }: { key: DraftKey; epoch: number }): Promise<Room> {
  const name = nameOf(key);
  const opening = loadRoom(rooms, key, epoch).then(
    (room) => {
      rooms.loaded.set(name, room);
      return room;
    },
    (error: unknown) => {
      rooms.open.delete(name);
      throw error;
    },
  );
  rooms.open.set(name, opening);
  return opening;
}

/** Removes the room at once and closes its connections; what is not stored yet stays with its authors, who send it again. */
export function closeRoom(rooms: Rooms, room: Room, code: number, reason: string): void {
  if (room.isClosed) return;
  room.isClosed = true;
  rooms.open.delete(nameOf(room.key));
  rooms.loaded.delete(nameOf(room.key));
  for (const connection of room.connections) closeConnection(connection, code, reason);
  room.doc.destroy();
}

export function leaveRoom(rooms: Rooms, room: Room): void {
  if (room.connections.size > 0) return;
  room.emptySince = Date.now();
  // With edits on their way to the database, `noteStored` compacts when they have arrived.
  if (room.rowsSinceCompaction > 0 && room.unsavedBytes === 0) compact(rooms, room);
}

/** Sends to one window. One that reads too slowly first misses cursors, then updates, which it gets as a whole later. */
export function sendTo(connection: Connection, message: Uint8Array): void {
  const { socket } = connection;
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > behindBytes.tooMuch) {
    closeConnection(connection, closeCode.tooSlow, "too slow");
    return;
  }
  if (message[0] === messageType.awareness && socket.bufferedAmount > behindBytes.presence) return;
  if (
    message[0] === messageType.sync &&
    (connection.behindSince !== undefined || socket.bufferedAmount > behindBytes.updates)
  ) {
    connection.behindSince ??= Date.now();
    return;
  }
  socket.send(message);
}

/** Signs of life: to everybody, about everybody; who gave none since the last time is cut off. */
export function tendRooms(rooms: Rooms, now: number): void {
  for (const room of rooms.loaded.values()) {
    renewPresences(room, now);
    flushPresences(room, sendTo);
    for (const connection of room.connections) tendConnection(connection);
  }
}

/** Lets slow windows catch up, forgets what stays incomplete, and takes empty rooms out of memory. */
export function tidyRooms(rooms: Rooms, now: number): void {
  const { incompleteMs, unloadMs } = rooms.settings;
  for (const room of rooms.loaded.values()) {
    for (const connection of room.connections) catchUp(room, connection, now);
    if (room.incompleteSince !== undefined && now - room.incompleteSince > incompleteMs) giveUpIncomplete(room);
    const isIdle = room.connections.size === 0 && room.unsavedBytes === 0;
    if (isIdle && now - (room.emptySince ?? now) >= unloadMs) closeRoom(rooms, room, closeCode.restarting, "idle");
  }
}

/** A window that was left behind and has read what was waiting gets the whole document. */
function catchUp(room: Room, connection: Connection, now: number): void {
  if (connection.behindSince === undefined) return;
  if (now - connection.behindSince > 30_000) closeConnection(connection, closeCode.tooSlow, "too slow");
  else if (connection.socket.bufferedAmount < behindBytes.caughtUp) {
    connection.behindSince = undefined;
    sendTo(connection, encodeUpdate(Y.encodeStateAsUpdate(room.doc)));
  }
}

function giveUpIncomplete(room: Room): void {
  for (const connection of room.connections) {
    const isWaiting = connection.frames.whole < connection.frames.received;
    if (isWaiting) closeConnection(connection, closeCode.refusedUpdate, "predecessors are missing");
  }
  dropIncomplete(room);
}

async function loadRoom(rooms: Rooms, key: DraftKey, epoch: number): Promise<Room> {
  // First listen, then read: an update between the two would go unnoticed the other way round.
  await listen(rooms);
  const { doc, stored } = await loadDraft(rooms.db, key);
  if (stored.epoch !== epoch) throw new Error("The epoch changed while the draft was read.");
  const bytes = stored.snapshot.byteLength + stored.updates.reduce((sum, row) => sum + row.update.byteLength, 0);
  const room = createRoom({ key, epoch, doc, bytes, now: Date.now() });
  room.rowsSinceCompaction = stored.updates.length;
  doc.on("update", (update: Uint8Array, origin: unknown) => takeUpdate(rooms, room, update, origin));
  return room;
}

/** Every change of a room's document comes by here: it is queued for the others at once, and for the database unless it came from there. */
function takeUpdate(rooms: Rooms, room: Room, update: Uint8Array, origin: unknown): void {
  if (room.outgoing.length === 0) setImmediate(() => broadcast(room));
  room.outgoing.push({ update, from: origin });
  room.bytes += update.byteLength;
  if (origin === storedOrigin) return;
  const userId = [...room.connections].find((connection) => connection === origin)?.person.userId;
  room.rows.push({ update, userId });
  room.unsavedBytes += update.byteLength;
  room.unsavedSince ??= Date.now();
  rooms.writer.mark(room);
}

function broadcast(room: Room): void {
  const outgoing = room.outgoing;
  room.outgoing = [];
  if (room.isClosed || outgoing.length === 0) return;
  const [first, ...more] = outgoing.map((entry) => entry.update);
  if (!first) return;
  const message = encodeUpdate(more.length === 0 ? first : Y.mergeUpdates([first, ...more]));
  for (const connection of room.connections) {
    if (outgoing.some((entry) => entry.from !== connection)) sendTo(connection, message);
  }
}

function noteStored(rooms: Rooms, room: Room, rows: number): void {
  room.rowsSinceCompaction += rows;
  rooms.draftChanged(room.key);
  if (room.rowsSinceCompaction > rooms.settings.compactAfterRows || room.connections.size === 0) compact(rooms, room);
}

function compact(rooms: Rooms, room: Room): void {
  room.rowsSinceCompaction = 0;
  const work = compactDraft(rooms.db, room.key)
    // Nothing is lost: the rows stay, and the next visit or the next full log folds them.
    .catch((error: unknown) =>
      rooms.logger.warn({ err: error, journeyId: room.key.journeyId }, "draft was not compacted"),
    )
    .finally(() => rooms.background.delete(work));
  rooms.background.add(work);
}

/** The database has been away for too long: better to say so than to collect edits that a crash would take. */
function closeOverdue(rooms: Rooms, failed: readonly Room[]): void {
  for (const room of failed) {
    const isOverdue = Date.now() - (room.unsavedSince ?? Date.now()) > rooms.settings.unsavedMs;
    if (isOverdue || room.unsavedBytes > maximumUnsavedBytes)
      closeRoom(rooms, room, closeCode.loadFailed, "edits cannot be stored");
  }
}

function tendConnection(connection: Connection): void {
  if (!connection.isAlive) {
    connection.socket.terminate();
    return;
  }
  connection.isAlive = false;
  connection.socket.ping();
  // The stock client closes when it hears nothing for 30 s; a list of nobody is the smallest message it takes as a sign of life.
  sendTo(connection, new Uint8Array([messageType.awareness, 1, 0]));
}

async function listen(rooms: Rooms): Promise<void> {
  rooms.listening ??= rooms.sql.listen(
    draftChannel,
    (journeyId) => void refresh(rooms, (room) => room.key.journeyId === Number(journeyId)),
    // After a lost connection notices may be missing.
    () => void refresh(rooms, () => true),
  );
  try {
    await rooms.listening;
  } catch (error) {
    rooms.listening = undefined;
    throw error;
  }
}

async function refresh(rooms: Rooms, isMeant: (room: Room) => boolean): Promise<void> {
  for (const room of [...rooms.loaded.values()].filter(isMeant)) {
    try {
      const { doc } = await loadDraft(rooms.db, room.key);
      if (!room.isClosed)
        Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(room.doc)), storedOrigin);
      if (!room.isClosed && isComplete(room.doc)) rooms.draftChanged(room.key);
      doc.destroy();
    } catch (error) {
      rooms.logger.warn({ err: error, journeyId: room.key.journeyId }, "draft could not be read again");
      closeRoom(rooms, room, closeCode.loadFailed, "draft cannot be read");
    }
  }
}

function nameOf({ workspaceId, journeyId }: DraftKey): string {
  return `${workspaceId}/${journeyId}`;
}
