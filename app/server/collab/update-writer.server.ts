import type { Logger } from "pino";
import * as Y from "yjs";
import type { Sql } from "#db/client.ts";
import { insertUpdates, type NewUpdate } from "#db/queries/collab.ts";
import { encodeSaved } from "../../canvas/collab-messages.ts";
import { type Connection, clockOf, type PendingRow, type Room } from "./room.server.ts";

export type UpdateWriter = {
  /** Says that a room has something to store or to acknowledge. */
  mark: (room: Room) => void;
  /** Resolves when everything marked so far is stored; rejects after `timeoutMs`. */
  drain: (timeoutMs: number) => Promise<void>;
};

type WriterOptions = {
  sql: Sql;
  logger: Logger;
  delayMs: number;
  onStored: (room: Room, rows: number) => void;
  /** The draft was deleted or rewritten elsewhere; its updates have no place any more. */
  onOrphaned: (room: Room) => void;
  onFailed: (rooms: readonly Room[]) => void;
};

type Batch = {
  rows: NewUpdate[];
  taken: Map<Room, PendingRow[]>;
  saved: { connection: Connection; frames: number; message: Uint8Array }[];
};

/**
 * Stores the updates of all rooms together, one statement every few milliseconds, and tells authors `saved` only after the commit.
 * A failed statement is tried again with the same updates; nothing is acknowledged meanwhile.
 */
export function createUpdateWriter(options: WriterOptions): UpdateWriter {
  const marked = new Set<Room>();
  let running: Promise<void> | undefined;
  let failures = 0;

  const run = async (): Promise<void> => {
    await pause(failures === 0 ? options.delayMs : Math.min(2_000, 50 * 2 ** failures));
    const rooms = [...marked].filter((room) => !room.isClosed);
    marked.clear();
    const batch = takeBatch(rooms);
    try {
      const stored = batch.rows.length > 0 ? await insertUpdates(options.sql, batch.rows) : new Set<string>();
      failures = 0;
      settle(batch, stored, options);
    } catch (error) {
      failures += 1;
      if (failures === 1) options.logger.error({ err: error }, "drafts cannot be stored; trying again");
      returnBatch(batch);
      for (const room of rooms) marked.add(room);
      options.onFailed(rooms);
    }
  };

  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
      if (marked.size > 0) start();
    });
  };

  return {
    mark: (room) => {
      marked.add(room);
      start();
    },
    drain: async (timeoutMs) => {
      const end = Date.now() + timeoutMs;
      while (running) {
        const left = end - Date.now();
        if (left <= 0) throw new Error("Some edits could not be stored in time.");
        await Promise.race([running, pause(left)]);
      }
    },
  };
}

function takeBatch(rooms: readonly Room[]): Batch {
  const batch: Batch = { rows: [], taken: new Map(), saved: [] };
  for (const room of rooms) {
    const rows = room.rows;
    room.rows = [];
    batch.taken.set(room, rows);
    for (const { update, userId } of joinByAuthor(rows))
      batch.rows.push({ ...room.key, epoch: room.epoch, update, userId });
    for (const connection of room.connections) {
      const frames = connection.frames.whole;
      if (frames > connection.frames.saved) {
        batch.saved.push({ connection, frames, message: encodeSaved({ frames, clocks: clockOf(room, connection) }) });
      }
    }
  }
  return batch;
}

function settle(batch: Batch, stored: ReadonlySet<string>, options: WriterOptions): void {
  const orphaned = new Set<Connection>();
  for (const [room, rows] of batch.taken) {
    if (rows.length > 0 && !stored.has(`${room.key.journeyId}/${room.epoch}`)) {
      for (const connection of room.connections) orphaned.add(connection);
      options.onOrphaned(room);
      continue;
    }
    room.unsavedBytes -= rows.reduce((sum, row) => sum + row.update.byteLength, 0);
    if (room.rows.length === 0) room.unsavedSince = undefined;
    if (rows.length > 0) options.onStored(room, rows.length);
  }
  for (const { connection, frames, message } of batch.saved) {
    if (orphaned.has(connection) || connection.socket.readyState !== connection.socket.OPEN) continue;
    connection.frames.saved = frames;
    connection.socket.send(message);
  }
}

function returnBatch(batch: Batch): void {
  for (const [room, rows] of batch.taken) room.rows = [...rows, ...room.rows];
}

/** Consecutive updates of one person become one row. */
function joinByAuthor(rows: readonly PendingRow[]): PendingRow[] {
  const groups: { userId: string | undefined; updates: Uint8Array[] }[] = [];
  for (const { update, userId } of rows) {
    const last = groups.at(-1);
    if (last && last.userId === userId) last.updates.push(update);
    else groups.push({ userId, updates: [update] });
  }
  return groups.map(({ userId, updates: [first, ...more] }) => ({
    userId,
    update: first && more.length === 0 ? first : Y.mergeUpdates([...(first ? [first] : []), ...more]),
  }));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
