import { once } from "node:events";
import * as encoding from "lib0/encoding";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { aWorkspace, createTestDatabase, type TestDatabase } from "#db/testing.ts";
import { closeCode, messageType } from "../../canvas/collab-messages.ts";
import { aGraph } from "../../canvas/document.testing.ts";
import { changeSettings, connect, moveNodes, removeNodes, renameNode } from "../../canvas/journey-commands.ts";
import { createUndoHistory } from "../../canvas/undo-history.ts";
import {
  aJourney,
  cookieOf,
  openWindow,
  startCollab,
  type TestServer,
  type TestWindow,
  until,
  untilSaved,
} from "./collab.testing.ts";
import { readDraft, replaceDraft } from "./draft-store.server.ts";

let database: TestDatabase;
let place: TestServer;
let workspaceId: number;
let journeyId: number;
let windows: TestWindow[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  place = await startCollab(database);
  workspaceId = await aWorkspace(database.sql);
  journeyId = await aJourney(database, { workspaceId, graph: aGraph({ nodes: ["a", "b", "c"], edges: ["a.out>b"] }) });
});
afterEach(async () => {
  for (const window of windows) window.destroy();
  windows = [];
  await place.stop();
});

function open(
  userId: string,
  options: { role?: "viewer" | "editor"; workspaceId?: number; epoch?: number } = {},
): TestWindow {
  const window = openWindow(place, { journeyId, workspaceId, userId, ...options });
  windows.push(window);
  return window;
}

const nameOf = (window: TestWindow, id: string) => window.graph().nodes.find((node) => node.id === id)?.name;

test("two windows see each other's edits, and saved means stored", async () => {
  const mara = open("mara");
  const ben = open("ben");
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  renameNode(mara.context, { key: "a", name: "Welcome" });
  expect(mara.state()).toMatchObject({ status: "saving", unsavedCount: 1 });
  connect(ben.context, { source: "b", port: "out", target: "c" });
  await Promise.all([
    until(ben, () => nameOf(ben, "a") === "Welcome"),
    until(mara, () => mara.graph().edges.length === 2),
    untilSaved(mara),
    untilSaved(ben),
  ]);
  expect(ben.graph()).toEqual(mara.graph());
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(mara.graph());
  const rows = await database.sql<
    { user_id: string }[]
  >`select user_id from collab_update where journey_id = ${journeyId} order by user_id`;
  expect(new Set(rows.map((row) => row.user_id))).toEqual(new Set(["ben", "mara"]));
});

test("an edit that only deletes, such as an undo, is acknowledged too", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  const history = createUndoHistory(mara.context);
  history.push(removeNodes(mara.context, { keys: ["b"] }));
  await untilSaved(mara);
  history.undo();
  expect(mara.state().unsavedCount).toBe(1);
  await untilSaved(mara);
  expect((await readDraft(database.db, { workspaceId, journeyId })).nodes).toHaveLength(3);
});

test("a restart of the server keeps everything, and windows come back by themselves with what they did meanwhile", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  renameNode(mara.context, { key: "a", name: "Before" });
  await untilSaved(mara);
  const port = Number(new URL(place.origin).port);
  await place.stop();
  await until(mara, () => mara.state().status === "offline");
  renameNode(mara.context, { key: "b", name: "Meanwhile" });
  expect(mara.state()).toMatchObject({ status: "offline", unsavedCount: 1 });
  place = await startCollab(database, { port });
  await untilSaved(mara);
  expect((await readDraft(database.db, { workspaceId, journeyId })).nodes.map((node) => node.name)).toEqual([
    "Before",
    "Meanwhile",
    "",
  ]);
});

test("the last one to leave folds the updates into the snapshot", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  moveNodes(mara.context, { moves: [{ key: "a", position: { x: 50, y: 60 } }] });
  await untilSaved(mara);
  mara.provider.disconnect();
  await expect
    .poll(async () => (await database.sql`select 1 from collab_update where journey_id = ${journeyId}`).length)
    .toBe(0);
  const draft = await readDraft(database.db, { workspaceId, journeyId });
  expect(draft.nodes[0]?.position).toEqual({ x: 50, y: 60 });
  const [row] = await database.sql`select graph from collab_document where journey_id = ${journeyId}`;
  expect(row?.["graph"]).toEqual(draft);
});

test("a draft replaced over the API reaches open windows as an edit", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  const graph = aGraph({ nodes: ["a", "z"], edges: ["a.out>z"] });
  expect(await replaceDraft(database, { workspaceId, journeyId, graph, userId: "api" })).toEqual(graph);
  await until(mara, () => mara.graph().nodes.some((node) => node.id === "z"));
  expect(mara.graph()).toEqual(graph);
  renameNode(mara.context, { key: "z", name: "Goes on" });
  await untilSaved(mara);
  expect((await readDraft(database.db, { workspaceId, journeyId })).nodes[1]?.name).toBe("Goes on");
});

test("a viewer sees edits at once and cannot write", async () => {
  const viewer = open("vera", { role: "viewer" });
  const mara = open("mara");
  await Promise.all([untilSaved(mara), untilSaved(viewer)]);
  for (let count = 0; count < 5; count += 1) renameNode(viewer.context, { key: "a", name: `Mine ${count}` });
  renameNode(mara.context, { key: "b", name: "Welcome" });
  await Promise.all([untilSaved(mara), until(viewer, () => nameOf(viewer, "b") === "Welcome")]);
  expect(mara.graph().nodes.map((node) => node.name)).toEqual(["", "Welcome", ""]);
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(mara.graph());
  expect(viewer.state().unsavedCount).toBe(5);
  for (let count = 0; count < 8; count += 1) renameNode(viewer.context, { key: "a", name: `Again ${count}` });
  await until(viewer, () => viewer.state().status === "refused");
  expect(viewer.state().refusedCode).toBe(closeCode.revoked);
});

test.each([
  ["no session", { cookie: "" }, 401],
  ["another origin", { origin: "https://evil.example" }, 403],
  ["no origin", { origin: "" }, 403],
  ["another workspace", { otherWorkspace: true }, 404],
  ["an unknown journey", { path: "/collab/999999/1" }, 404],
  ["a strange path", { path: "/collab/1/1/../../etc" }, 404],
])(
  "%s is refused before the upgrade",
  async (_what, { cookie, origin, path, otherWorkspace }: Record<string, string | boolean>, status) => {
    const elsewhere = otherWorkspace ? await aWorkspace(database.sql) : workspaceId;
    const headers = {
      cookie: (cookie as string | undefined) ?? cookieOf({ userId: "mara", role: "editor", workspaceId: elsewhere }),
      origin: (origin as string | undefined) ?? place.origin,
    };
    const socket = new WebSocket(`${place.url}${path ?? `/collab/${journeyId}/1`}`, {
      headers: { ...(headers.cookie && { cookie: headers.cookie }), ...(headers.origin && { origin: headers.origin }) },
    });
    const [, response] = await once(socket, "unexpected-response");
    expect(response.statusCode).toBe(status);
  },
);

test("a room of an earlier epoch says so and is not entered", async () => {
  const mara = open("mara", { epoch: 7 });
  await until(mara, () => mara.state().status === "refused");
  expect(mara.state()).toMatchObject({ refusedCode: closeCode.epochOver, isLoaded: false });
});

test("a draft that cannot be read is never overwritten", async () => {
  const snapshot =
    await database.sql`update collab_document set snapshot = '\\x0102' where journey_id = ${journeyId} returning snapshot`;
  const mara = open("mara");
  const [event] = await new Promise<[{ code: number } | null]>((resolve) =>
    mara.provider.once("connection-close", (closed) => resolve([closed])),
  );
  expect(event?.code).toBe(closeCode.loadFailed);
  expect(await database.sql`select snapshot from collab_document where journey_id = ${journeyId}`).toEqual(snapshot);
});

test("revoking cuts a person off at once; others stay", async () => {
  const mara = open("mara");
  const ben = open("ben");
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  place.server.revoke("ben", workspaceId);
  await until(ben, () => ben.state().status === "refused");
  expect(ben.state().refusedCode).toBe(closeCode.revoked);
  expect(mara.state().status).toBe("saved");
});

test("a session that has ended is noticed without anybody telling", async () => {
  const port = Number(new URL(place.origin).port);
  await place.stop();
  place = await startCollab(database, { port, settings: { sessionCheckMs: 20 } });
  const mara = open("mara");
  await untilSaved(mara);
  place.signedOut.add("mara");
  await until(mara, () => mara.state().status === "refused");
  expect(mara.state().refusedCode).toBe(closeCode.signedOut);
});

test("people see each other with the identity of their session, not the one they claim", async () => {
  const mara = open("mara");
  const ben = open("ben", { role: "viewer" });
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  ben.awareness.setLocalState({ user: { id: "mara", name: "The boss" }, cursor: { x: 1, y: 2 } });
  const stateOf = () => mara.awareness.getStates().get(ben.doc.clientID);
  await until(mara, () => stateOf() !== undefined && "cursor" in (stateOf() ?? {}));
  expect(stateOf()).toEqual({
    user: { id: "ben", name: "Name of ben", colour: expect.any(Number) },
    cursor: { x: 1, y: 2 },
  });
  ben.provider.disconnect();
  await until(mara, () => stateOf() === undefined);
  ben.provider.connect();
  ben.awareness.setLocalState({ cursor: { x: 3, y: 4 } });
  await until(mara, () => stateOf()?.["cursor"]?.x === 3);
});

test("after changes are stored the process hears which draft it was", async () => {
  const heard: number[] = [];
  place.server.onDraftChanged((key) => heard.push(key.journeyId));
  const mara = open("mara");
  await untilSaved(mara);
  changeSettings(mara.context, { key: "a", patch: { subject: "Hello" } });
  await untilSaved(mara);
  expect(heard).toEqual([journeyId]);
});

test("folding while people edit loses nothing", async () => {
  const port = Number(new URL(place.origin).port);
  await place.stop();
  place = await startCollab(database, { port, settings: { compactAfterRows: 2, groupCommitMs: 1 } });
  const mara = open("mara");
  const ben = open("ben");
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  for (let count = 0; count < 40; count += 1) {
    const author = count % 2 === 0 ? mara : ben;
    changeSettings(author.context, { key: "a", patch: { [`edit${count}`]: count } });
    if (count % 5 === 0) await untilSaved(author);
  }
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  const draft = await readDraft(database.db, { workspaceId, journeyId });
  expect(Object.keys(draft.nodes[0]?.settings ?? {})).toHaveLength(40);
  await until(mara, () => Object.keys(mara.graph().nodes[0]?.settings ?? {}).length === 40);
  expect(mara.graph()).toEqual(draft);
  const [row] = await database.sql`select snapshot_sequence from collab_document where journey_id = ${journeyId}`;
  expect(row?.["snapshot_sequence"]).toBeGreaterThan(0);
});

test("while the database refuses nothing is called saved; afterwards everything is", async () => {
  const mara = open("mara");
  const ben = open("ben");
  await Promise.all([untilSaved(mara), untilSaved(ben)]);
  await database.sql`alter table collab_update rename to collab_update_away`;
  renameNode(mara.context, { key: "a", name: "Patience" });
  await until(ben, () => nameOf(ben, "a") === "Patience");
  expect(mara.state()).toMatchObject({ status: "saving", unsavedCount: 1 });
  await database.sql`alter table collab_update_away rename to collab_update`;
  await untilSaved(mara);
  expect((await readDraft(database.db, { workspaceId, journeyId })).nodes[0]?.name).toBe("Patience");
});

test("when the database refuses for too long the room closes, and the edits come again later", async () => {
  const port = Number(new URL(place.origin).port);
  await place.stop();
  place = await startCollab(database, { port, settings: { unsavedMs: 20 } });
  const mara = open("mara");
  await untilSaved(mara);
  await database.sql`alter table collab_update rename to collab_update_away`;
  renameNode(mara.context, { key: "a", name: "Patience" });
  await until(mara, () => mara.state().status === "offline");
  expect(mara.state().unsavedCount).toBe(1);
  await database.sql`alter table collab_update_away rename to collab_update`;
  await untilSaved(mara);
  expect((await readDraft(database.db, { workspaceId, journeyId })).nodes[0]?.name).toBe("Patience");
});

/** A hostile client: sends bytes as they are, tells how it was closed. */
async function rawClient({ autoPong = true } = {}): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const headers = { cookie: cookieOf({ userId: "eve", role: "editor", workspaceId }), origin: place.origin };
  const socket = new WebSocket(`${place.url}/collab/${journeyId}/1`, { headers, autoPong });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await once(socket, "open");
  return { socket, closed };
}

function updateMessage(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  syncProtocol.writeUpdate(encoder, update);
  return encoding.toUint8Array(encoder);
}

function updateOf(edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  edit(doc);
  return Y.encodeStateAsUpdate(doc);
}

test("broken updates and messages close their sender and change nothing for others", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  const before = mara.graph();
  const long = updateOf((doc) => doc.getMap("nodes").set("evil", "x".repeat(30_000)));
  const nested = updateOf((doc) => doc.getMap("nodes").set("evil", JSON.parse("[".repeat(2_000) + "]".repeat(2_000))));
  const attacks: [Uint8Array, number][] = [
    [updateMessage(long.subarray(0, 20_000)), closeCode.refusedUpdate],
    [updateMessage(updateOf((doc) => doc.getMap("fifth").set("a", 1))), closeCode.refusedUpdate],
    [updateMessage(updateOf((doc) => doc.getArray("nodes").push([1]))), closeCode.refusedUpdate],
    [updateMessage(updateOf((doc) => doc.getMap("nodes").set("evil", new Y.Doc()))), closeCode.refusedUpdate],
    [new Uint8Array([messageType.sync, 2, 255, 255, 255, 255, 7]), closeCode.badMessage],
    [new Uint8Array([messageType.awareness, 200]), closeCode.badMessage],
    [new Uint8Array(), closeCode.badMessage],
    [new Uint8Array(3 * 1024 * 1024), 1009],
  ];
  for (const [bytes, code] of attacks) {
    const { socket, closed } = await rawClient();
    socket.send(bytes);
    expect(await closed).toBe(code);
  }
  const { socket, closed } = await rawClient();
  socket.send(updateMessage(nested));
  socket.close();
  await closed;
  renameNode(mara.context, { key: "a", name: "Still here" });
  await untilSaved(mara);
  expect(mara.graph()).toEqual({
    ...before,
    nodes: [{ ...before.nodes[0], name: "Still here" }, ...before.nodes.slice(1)],
  });
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(mara.graph());
});

test("values outside the layout are mended in the same breath, for everybody", async () => {
  const mara = open("mara");
  const eve = open("eve");
  await Promise.all([untilSaved(mara), untilSaved(eve)]);
  const nodes = eve.doc.getMap<Y.Map<unknown>>("nodes");
  eve.doc.transact(() => {
    nodes.get("a")?.set("pos", ["left", Number.POSITIVE_INFINITY]);
    nodes.get("b")?.set("cfg", "gone");
    nodes.get("c")?.set("mood", "bad");
    nodes.get("c")?.set("name", "n".repeat(500));
    eve.doc.getMap<unknown>("nodes").set("junk", "no step");
    eve.doc.getMap<unknown>("edges").set("no edge", 1);
  });
  await until(mara, () => nameOf(mara, "c") !== "");
  await Promise.all([untilSaved(mara), untilSaved(eve)]);
  await until(eve, () => !eve.doc.getMap("nodes").has("junk"));
  for (const { doc } of [mara, eve]) {
    const stored = doc.getMap<Y.Map<unknown>>("nodes");
    expect([...stored.keys()].sort()).toEqual(["a", "b", "c"]);
    expect(stored.get("a")?.get("pos")).toEqual([0, 0]);
    expect(stored.get("b")?.get("cfg")).toBeInstanceOf(Y.Map);
    expect(stored.get("c")?.has("mood")).toBe(false);
    expect(stored.get("c")?.get("name")).toBe("n".repeat(120));
    expect([...doc.getMap("edges").keys()]).toEqual(["a|out"]);
  }
});

test("nobody writes in the name of a window that is here itself", async () => {
  const mara = open("mara");
  await untilSaved(mara);
  renameNode(mara.context, { key: "a", name: "Mine" });
  await untilSaved(mara);
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(mara.doc));
  forged.clientID = mara.doc.clientID;
  const known = Y.encodeStateVector(forged);
  forged.getMap("vars").set("evil", true);
  const { socket, closed } = await rawClient();
  socket.send(updateMessage(Y.encodeStateAsUpdate(forged, known)));
  expect(await closed).toBe(closeCode.refusedUpdate);
  expect(mara.doc.getMap("vars").size).toBe(0);
});

test("an update whose predecessor never comes is not acknowledged and ends that connection, not the room", async () => {
  const port = Number(new URL(place.origin).port);
  await place.stop();
  place = await startCollab(database, { port, settings: { incompleteMs: 20 } });
  const mara = open("mara");
  await untilSaved(mara);
  const doc = new Y.Doc();
  doc.getMap("vars").set("first", 1);
  const known = Y.encodeStateVector(doc);
  doc.getMap("vars").set("second", 2);
  const { socket, closed } = await rawClient();
  socket.send(updateMessage(Y.encodeStateAsUpdate(doc, known)));
  renameNode(mara.context, { key: "a", name: "Goes on" });
  expect(await closed).toBe(closeCode.refusedUpdate);
  await untilSaved(mara);
  expect(mara.doc.getMap("vars").size).toBe(0);
});

test("a quiet connection hears a sign of life; one that gives none is cut off", async () => {
  const port = Number(new URL(place.origin).port);
  await place.stop();
  place = await startCollab(database, { port, settings: { keepAliveMs: 100 } });
  const quiet = await rawClient();
  const heard = new Promise<void>((resolve) => {
    quiet.socket.on("message", (data: Buffer) => {
      if (data.equals(Buffer.from([messageType.awareness, 1, 0]))) resolve();
    });
  });
  const dead = await rawClient({ autoPong: false });
  await heard;
  expect(await dead.closed).toBe(1006);
});
