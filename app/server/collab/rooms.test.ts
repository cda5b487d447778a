import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorkspace, createTestDatabase, type TestDatabase } from "#db/testing.ts";
import { aGraph } from "../../canvas/document.testing.ts";
import { readGraph } from "../../canvas/journey-document.ts";
import { aJourney } from "./collab.testing.ts";
import { readDraft } from "./draft-store.server.ts";
import { createRooms, defaultSettings, enterRoom, type Rooms, tidyRooms } from "./rooms.server.ts";

let database: TestDatabase;
let rooms: Rooms;
let key: { workspaceId: number; journeyId: number };

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await aWorkspace(database.sql);
  key = {
    workspaceId,
    journeyId: await aJourney(database, { workspaceId, graph: aGraph({ nodes: ["a"], edges: [] }) }),
  };
  rooms = createRooms({
    ...database,
    logger: pino({ level: "silent" }),
    settings: defaultSettings,
    draftChanged: () => undefined,
  });
});
afterAll(async () => {
  await (await rooms.listening)?.unlisten();
  await database.close();
});

test("two who come at once share one room", async () => {
  const [one, other] = await Promise.all([enterRoom(rooms, { key, epoch: 1 }), enterRoom(rooms, { key, epoch: 1 })]);
  expect(one).toBe(other);
});

test("an empty room leaves memory after a while, but never with edits that are not stored", async () => {
  const room = await enterRoom(rooms, { key, epoch: 1 });
  const later = (room.emptySince ?? 0) + defaultSettings.unloadMs;
  tidyRooms(rooms, later - 1);
  expect(rooms.loaded.size).toBe(1);
  room.doc.getMap("vars").set("a", 1);
  tidyRooms(rooms, later);
  expect(rooms.loaded.size).toBe(1);
  await rooms.writer.drain(5_000);
  tidyRooms(rooms, later);
  expect(rooms.loaded.size).toBe(0);
  expect(room.isClosed).toBe(true);
  const again = await enterRoom(rooms, { key, epoch: 1 });
  expect(again.doc.getMap("vars").get("a")).toBe(1);
  expect(readGraph(again.doc)).toEqual(await readDraft(database.db, key));
});
