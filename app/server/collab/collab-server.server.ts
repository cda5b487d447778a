import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { type DraftKey, selectDraftEpoch } from "#db/queries/collab.ts";
import { closeCode } from "../../canvas/collab-messages.ts";
import { roleOrder, type Services } from "../services.server.ts";
import { describePresences, flushPresences, removePresence } from "./presence.server.ts";
import { askForUpdates, type Reaction, receiveMessage } from "./receive-message.server.ts";
import { type CollabPerson, type Connection, closeConnection, type Room } from "./room.server.ts";
import {
  closeRoom,
  createRooms,
  defaultSettings,
  enterRoom,
  leaveRoom,
  type RoomSettings,
  type Rooms,
  sendTo,
  tendRooms,
  tidyRooms,
} from "./rooms.server.ts";
import { createBucket } from "./token-bucket.server.ts";

export type CollabServer = {
  /** Takes over upgrades of `/collab/<journeyId>/<epoch>`; false when the path is somebody else's. */
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Cuts a person's connections to a workspace at once; call it when a role or a session ends. */
  revoke: (userId: string, workspaceId: number) => void;
  /** Calls `listener` after changes of a draft are stored; returns how to stop. */
  onDraftChanged: (listener: (key: DraftKey) => void) => () => void;
  /** Refuses newcomers, stores what is open, and closes all connections so that they come back after the restart. */
  close: () => Promise<void>;
};

export type CollabOptions = {
  authenticate: (request: IncomingMessage) => Promise<CollabPerson | undefined>;
  settings?: Partial<RoomSettings>;
};

type Server = {
  services: Pick<Services, "db" | "sql" | "logger" | "baseUrl">;
  authenticate: CollabOptions["authenticate"];
  sockets: WebSocketServer;
  rooms: Rooms;
  reaction: Reaction;
  isClosing: boolean;
};

const pathPattern = /^\/collab\/(\d{1,9})\/(\d{1,9})$/;
const limits = { frameBytes: 2 * 1024 * 1024, perRoom: 250, perPerson: 40 };

/** The collaboration endpoint: stock y-websocket clients, our rules. Needs nothing but the HTTP server's upgrade events. */
export function createCollabServer(
  services: Pick<Services, "db" | "sql" | "logger" | "baseUrl">,
  { authenticate, settings: given = {} }: CollabOptions,
): CollabServer {
  const settings = { ...defaultSettings, ...given };
  const listeners = new Set<(key: DraftKey) => void>();
  const draftChanged = (key: DraftKey): void => {
    for (const listener of listeners) listener(key);
  };
  const rooms = createRooms({ db: services.db, sql: services.sql, logger: services.logger, settings, draftChanged });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const server: Server = { services, authenticate, sockets, rooms, reaction: reactionsOf(rooms), isClosing: false };
  const timers = [
    setInterval(() => tendRooms(rooms, Date.now()), settings.keepAliveMs),
    setInterval(() => tidyRooms(rooms, Date.now()), 250),
    setInterval(() => void recheckSessions(server, Date.now()), Math.min(settings.sessionCheckMs, 5_000)),
  ];
  for (const timer of timers) timer.unref();

  return {
    handleUpgrade: (request, socket, head) => {
      const pathname = (request.url ?? "").split("?", 1)[0] ?? "";
      if (!pathname.startsWith("/collab/")) return false;
      socket.on("error", () => socket.destroy());
      admit(server, { request, socket, head, pathname }).catch((error: unknown) => {
        services.logger.error({ err: error }, "collaboration request failed");
        refuse(socket, "500 Internal Server Error");
      });
      return true;
    },
    revoke: (userId, workspaceId) => {
      for (const { connection } of connectionsOf(rooms)) {
        const { person } = connection;
        if (person.userId === userId && person.workspaceId === workspaceId)
          closeConnection(connection, closeCode.revoked, "access has ended");
      }
    },
    onDraftChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => closeServer(server, timers),
  };
}

type Upgrade = { request: IncomingMessage; socket: Duplex; head: Buffer; pathname: string };

/** Checks everything before the answer 101; what the client must tell apart afterwards is a close code. */
async function admit(server: Server, { request, socket, head, pathname }: Upgrade): Promise<void> {
  const [, journeyId, epoch] = pathPattern.exec(pathname) ?? [];
  if (!journeyId || !epoch) return refuse(socket, "404 Not Found");
  if (server.isClosing) return refuse(socket, "503 Service Unavailable");
  if (!isSameOrigin(request, server.services.baseUrl)) return refuse(socket, "403 Forbidden");
  const person = await server.authenticate(request);
  if (!person) return refuse(socket, "401 Unauthorized");
  const key = { workspaceId: person.workspaceId, journeyId: Number(journeyId) };
  if (key.journeyId > 2_147_483_647) return refuse(socket, "404 Not Found");
  const current = await selectDraftEpoch(server.services.db, key);
  if (current === undefined) return refuse(socket, "404 Not Found");
  if (countConnections(server.rooms, person.userId) >= limits.perPerson) return refuse(socket, "429 Too Many Requests");
  const room = current === Number(epoch) ? await tryEnter(server, { key, epoch: current }) : undefined;
  if (room && room.connections.size >= limits.perRoom) return refuse(socket, "429 Too Many Requests");
  server.sockets.handleUpgrade(request, socket, head, (opened) => {
    if (current !== Number(epoch)) opened.close(closeCode.epochOver, "this draft was rewritten");
    else if (!room || room.isClosed || server.isClosing) opened.close(closeCode.loadFailed, "draft cannot be read");
    else attach(server, room, createConnection(opened, request, person));
  });
}

async function tryEnter(server: Server, { key, epoch }: { key: DraftKey; epoch: number }): Promise<Room | undefined> {
  try {
    return await enterRoom(server.rooms, { key, epoch });
  } catch (error) {
    server.services.logger.error({ err: error, journeyId: key.journeyId }, "draft cannot be read");
    return undefined;
  }
}

function attach(server: Server, room: Room, connection: Connection): void {
  const { socket } = connection;
  room.connections.add(connection);
  room.emptySince = undefined;
  socket.binaryType = "nodebuffer";
  socket.on("message", (data, isBinary) => {
    connection.isAlive = true;
    if (room.isClosed) return;
    if (isBinary && Buffer.isBuffer(data)) receiveMessage(room, connection, data, server.reaction);
    else closeConnection(connection, closeCode.badMessage, "unreadable message");
  });
  socket.on("pong", () => {
    connection.isAlive = true;
  });
  // A frame that is too long or broken ends in `close`; without a listener it would end the process.
  socket.on("error", () => undefined);
  socket.on("close", () => detach(server, room, connection));
  if (connection.canWrite) sendTo(connection, askForUpdates(room));
  if (room.presences.size > 0) sendTo(connection, describePresences(room, connection));
}

function detach(server: Server, room: Room, connection: Connection): void {
  room.connections.delete(connection);
  if (room.isClosed) return;
  for (const [clientId, presence] of room.presences) {
    if (presence.connection === connection) removePresence(room, clientId, Date.now());
  }
  server.reaction.presenceChanged(room);
  leaveRoom(server.rooms, room);
}

function reactionsOf(rooms: Rooms): Reaction {
  const waiting = new Set<Room>();
  return {
    send: sendTo,
    close: closeConnection,
    discard: (room) => closeRoom(rooms, room, closeCode.loadFailed, "draft is read again"),
    updatesReceived: (room) => rooms.writer.mark(room),
    presenceChanged: (room) => {
      if (waiting.has(room)) return;
      waiting.add(room);
      setTimeout(() => {
        waiting.delete(room);
        if (!room.isClosed) flushPresences(room, sendTo);
      }, rooms.settings.presenceMs).unref();
    },
  };
}

/** Asks again who somebody is, with the cookie they came with: a session that ended or a role that changed closes the connection. */
async function recheckSessions(server: Server, now: number): Promise<void> {
  for (const { connection } of connectionsOf(server.rooms)) {
    if (now - connection.checkedAt < server.rooms.settings.sessionCheckMs) continue;
    connection.checkedAt = now;
    const { person } = connection;
    try {
      const current = await server.authenticate(connection.request);
      if (!current || current.userId !== person.userId) closeConnection(connection, closeCode.signedOut, "signed out");
      else if (current.workspaceId !== person.workspaceId || current.role !== person.role)
        closeConnection(connection, closeCode.revoked, "access has changed");
    } catch (error) {
      server.services.logger.warn({ err: error }, "a session could not be checked again");
    }
  }
}

async function closeServer(server: Server, timers: readonly NodeJS.Timeout[]): Promise<void> {
  server.isClosing = true;
  for (const timer of timers) clearInterval(timer);
  const { rooms } = server;
  await Promise.allSettled(rooms.open.values());
  try {
    await rooms.writer.drain(5_000);
  } catch (error) {
    server.services.logger.error(
      { err: error },
      "stopping with edits that are not stored; their authors will send them again",
    );
  }
  const gone = connectionsOf(rooms).map(
    ({ connection }) => new Promise((resolve) => connection.socket.once("close", resolve)),
  );
  for (const room of [...rooms.loaded.values()]) closeRoom(rooms, room, closeCode.restarting, "restarting");
  await Promise.all(gone);
  await Promise.all(rooms.background);
  if (rooms.listening) await rooms.listening.then((listening) => listening.unlisten()).catch(() => undefined);
}

function createConnection(socket: Connection["socket"], request: IncomingMessage, person: CollabPerson): Connection {
  const now = Date.now();
  return {
    socket,
    request,
    person,
    canWrite: roleOrder.indexOf(person.role) >= roleOrder.indexOf("editor"),
    clientId: undefined,
    frames: { received: 0, whole: 0, saved: 0 },
    hasSynced: false,
    refusedWrites: 0,
    behindSince: undefined,
    isAlive: true,
    checkedAt: now,
    buckets: {
      updates: createBucket({ perSecond: 60, burst: 240 }, now),
      bytes: createBucket({ perSecond: 512 * 1024, burst: 4 * 1024 * 1024 }, now),
      presence: createBucket({ perSecond: 40, burst: 80 }, now),
    },
  };
}

/** Browsers send `Origin` with every WebSocket; without this check any page could use a signed-in person's cookie. */
function isSameOrigin(request: IncomingMessage, baseUrl: string): boolean {
  const { origin, host } = request.headers;
  if (!origin || !URL.canParse(origin)) return false;
  return origin === new URL(baseUrl).origin || new URL(origin).host === host;
}

function connectionsOf(rooms: Rooms): { room: Room; connection: Connection }[] {
  return [...rooms.loaded.values()].flatMap((room) =>
    [...room.connections].map((connection) => ({ room, connection })),
  );
}

function countConnections(rooms: Rooms, userId: string): number {
  return connectionsOf(rooms).filter(({ connection }) => connection.person.userId === userId).length;
}

function refuse(socket: Duplex, status: string): void {
  if (!socket.writable) return;
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
