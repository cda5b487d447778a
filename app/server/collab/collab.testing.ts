import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino, { type Logger } from "pino";
import { WebSocket as NodeWebSocket } from "ws";
import * as Y from "yjs";
import type { TestDatabase } from "#db/testing.ts";
import { connectDraft, type DraftConnection } from "../../canvas/collab-provider.ts";
import { editContext } from "../../canvas/edit-transaction.ts";
import { readGraph } from "../../canvas/journey-document.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import type { Role } from "../services.server.ts";
import { type CollabServer, createCollabServer } from "./collab-server.server.ts";
import { createDraft } from "./draft-store.server.ts";
import type { CollabPerson } from "./room.server.ts";
import type { RoomSettings } from "./rooms.server.ts";

/** A person as their cookie says: `user role workspaceId`. Stands in for the session in these tests. */
export function cookieOf({ userId, role, workspaceId }: { userId: string; role: Role; workspaceId: number }): string {
  return `${userId} ${role} ${workspaceId}`;
}

export type TestServer = {
  url: string;
  origin: string;
  server: CollabServer;
  signedOut: Set<string>;
  http: Server;
  stop: () => Promise<void>;
};

/** A real HTTP server whose only content is the collaboration endpoint. */
export async function startCollab(
  database: Pick<TestDatabase, "db" | "sql">,
  {
    settings = {},
    port = 0,
    logger = pino({ level: "silent" }),
  }: { settings?: Partial<RoomSettings>; port?: number; logger?: Logger } = {},
): Promise<TestServer> {
  const signedOut = new Set<string>();
  const authenticate = async (request: IncomingMessage): Promise<CollabPerson | undefined> => {
    const [userId, role, workspaceId] = (request.headers.cookie ?? "").split(" ");
    if (!userId || signedOut.has(userId)) return undefined;
    return { userId, name: `Name of ${userId}`, role: role as Role, workspaceId: Number(workspaceId) };
  };
  const http = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
  const address = http.address() as AddressInfo;
  const origin = `http://127.0.0.1:${address.port}`;
  const server = createCollabServer({ ...database, logger, baseUrl: origin }, { authenticate, settings });
  http.on("upgrade", (request, socket, head) => {
    if (!server.handleUpgrade(request, socket, head)) socket.destroy();
  });
  const stop = async (): Promise<void> => {
    await server.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  return { url: `ws://127.0.0.1:${address.port}`, origin, server, signedOut, http, stop };
}

export async function aJourney(
  database: TestDatabase,
  { workspaceId, graph }: { workspaceId: number; graph: JourneyGraph },
): Promise<number> {
  const [row] = await database.sql<{ id: number }[]>`
    insert into journey (workspace_id, name) values (${workspaceId}, 'Test') returning id`;
  const journeyId = row?.id ?? 0;
  await createDraft(database.db, { workspaceId, journeyId, graph });
  return journeyId;
}

export type Place = { url: string; origin: string };

/** A WebSocket class that sends the headers a browser would. */
function socketWith({ cookie, origin }: { cookie: string | undefined; origin: string | undefined }): typeof WebSocket {
  class BrowserSocket extends NodeWebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols, { headers: { ...(cookie ? { cookie } : {}), ...(origin ? { origin } : {}) } });
    }
  }
  return BrowserSocket as unknown as typeof WebSocket;
}

export type TestWindow = DraftConnection & { context: ReturnType<typeof editContext>; graph: () => JourneyGraph };

/** A browser window with the draft open, through the stock client. */
export function openWindow(
  place: Place,
  {
    journeyId,
    epoch = 1,
    userId,
    role = "editor",
    workspaceId,
  }: { journeyId: number; epoch?: number; userId: string; role?: Role; workspaceId: number },
): TestWindow {
  const webSocket = socketWith({ cookie: cookieOf({ userId, role, workspaceId }), origin: place.origin });
  const connection = connectDraft({ journeyId, epoch, serverUrl: place.url, webSocket, doc: new Y.Doc() });
  return { ...connection, context: editContext(connection.doc, { userId }), graph: () => readGraph(connection.doc) };
}

/** Resolves as soon as `isTrue`, which is asked again after every change of the window. */
export function until(window: DraftConnection, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const ask = (): void => {
      if (!isTrue()) return;
      for (const stop of stops) stop();
      resolve();
    };
    window.doc.on("update", ask);
    window.awareness.on("change", ask);
    stops.push(
      () => window.doc.off("update", ask),
      () => window.awareness.off("change", ask),
      window.subscribe(ask),
    );
    ask();
  });
}

export const untilSaved = (window: DraftConnection): Promise<void> =>
  until(window, () => window.state().status === "saved");
