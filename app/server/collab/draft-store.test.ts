import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorkspace, createTestDatabase, type TestDatabase } from "#db/testing.ts";
import { aGraph } from "../../canvas/document.testing.ts";
import { aJourney } from "./collab.testing.ts";
import { compactDraft, createDraft, readDraft, replaceDraft } from "./draft-store.server.ts";

let database: TestDatabase;
let workspaceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await aWorkspace(database.sql);
});
afterAll(() => database.close());

const graph = aGraph({ nodes: ["a", "b"], edges: ["a.out>b"] });
const rowsOf = async (journeyId: number) =>
  (await database.sql`select 1 from collab_update where journey_id = ${journeyId}`).length;

test("a new journey has its draft, and only one", async () => {
  const journeyId = await aJourney(database, { workspaceId, graph });
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(graph);
  await expect(createDraft(database.db, { workspaceId, journeyId, graph })).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("a foreign workspace neither reads nor writes nor learns that a draft exists", async () => {
  const journeyId = await aJourney(database, { workspaceId, graph });
  const elsewhere = await aWorkspace(database.sql);
  const key = { workspaceId: elsewhere, journeyId };
  await expect(readDraft(database.db, key)).rejects.toMatchObject({ code: "request.not_found" });
  await expect(replaceDraft(database, { ...key, graph: aGraph({ nodes: [], edges: [] }) })).rejects.toMatchObject({
    code: "request.not_found",
  });
  await compactDraft(database.db, key);
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(graph);
});

test("replacing a draft by itself writes nothing; compaction keeps what it says", async () => {
  const journeyId = await aJourney(database, { workspaceId, graph });
  const key = { workspaceId, journeyId };
  await replaceDraft(database, { ...key, graph });
  expect(await rowsOf(journeyId)).toBe(0);
  const changed = aGraph({ nodes: ["a", "c"], edges: ["a.yes>c"] });
  changed.nodes[0]!.settings = { text: "\u0000 \ud800 ok", deep: [{ a: null }] };
  const stored = await replaceDraft(database, { ...key, graph: changed });
  expect(stored.nodes[0]?.settings).toEqual({ text: " \ufffd ok", deep: [{ a: null }] });
  expect(await rowsOf(journeyId)).toBe(1);
  await compactDraft(database.db, key);
  expect(await rowsOf(journeyId)).toBe(0);
  expect(await readDraft(database.db, key)).toEqual(stored);
});

test("ten replacements at once are done one after the other, and the last one stands", async () => {
  const journeyId = await aJourney(database, { workspaceId, graph });
  const graphs = Array.from({ length: 10 }, (_, index) =>
    aGraph({ nodes: ["a", `n${index}`], edges: [`a.out>n${index}`] }),
  );
  await Promise.all(graphs.map((each) => replaceDraft(database, { workspaceId, journeyId, graph: each })));
  expect(graphs).toContainEqual(await readDraft(database.db, { workspaceId, journeyId }));
});

test("a step that was deleted comes back under its id with what it was", async () => {
  const journeyId = await aJourney(database, { workspaceId, graph });
  await replaceDraft(database, { workspaceId, journeyId, graph: aGraph({ nodes: ["a"], edges: [] }) });
  await replaceDraft(database, { workspaceId, journeyId, graph });
  expect(await readDraft(database.db, { workspaceId, journeyId })).toEqual(graph);
});
