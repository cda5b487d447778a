import { afterAll, beforeEach, expect, test } from "vitest";
import { openEngineSql } from "#db/client.ts";
import { foldDeltas, readVersionCounts, replayVersionCounts } from "#db/queries/counters.ts";
import { type EventRow, insertEvents } from "#db/queries/events.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph, aLiveJourney, passUntilIdle } from "#worker/passes/testing.ts";
import { routeAll } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
const engine = openEngineSql(database.url, { max: 4 });
afterAll(async () => {
  await engine.end();
  await database.close();
});

let workspaceId = 0;
let serial = 0;
beforeEach(async () => {
  workspaceId = await aWorkspace(sql);
});

const nextId = (): string => {
  serial += 1;
  return `m${serial}`;
};
const track = (name: string, ids: { userId?: string; anonymousId?: string }): EventRow => ({
  workspaceId,
  messageId: nextId(),
  type: "track",
  name,
  userId: ids.userId ?? null,
  anonymousId: ids.anonymousId ?? null,
  payload: "{}",
  at: new Date(),
});
const come = async (...events: EventRow[]) => {
  await insertEvents(sql, events);
  await routeAll(sql);
  await passUntilIdle(engine);
};
const journeyOn = async (eventName: string, reentry = "once") => {
  const graph = aGraph(
    [
      { id: "in", type: "event-entry", settings: { eventName, reentry } },
      { id: "wait", type: "wait-for-event", settings: { eventName: "Paid", amount: 2, unit: "days" } },
      { id: "paid", type: "goal", settings: {} },
      { id: "late", type: "exit", settings: {} },
    ],
    [
      ["in", "next", "wait"],
      ["wait", "happened", "paid"],
      ["wait", "timed-out", "late"],
    ],
  );
  return aLiveJourney(sql, { workspaceId, graph });
};
const runs = () => sql<{ id: number; customerId: number; bucket: number; journeyId: number; state: number }[]>`
  select id, customer_id as "customerId", bucket, journey_id as "journeyId", state from run
  where workspace_id = ${workspaceId} order by id`;
const waiters = () => sql<{ runId: number; customerId: number; bucket: number }[]>`
  select run_id as "runId", customer_id as "customerId", bucket from waiter where workspace_id = ${workspaceId}`;
const expectCountersToReplay = async (versionId: number) => {
  await foldDeltas(sql);
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(
    await replayVersionCounts(sql, { workspaceId, versionId }),
  );
};

const signIn = (userId: string, anonymousId: string) => track("Signed in", { userId, anonymousId });

test("the customer with open runs stays, so that they need not move", async () => {
  await journeyOn("Visited");
  await come(track("Other", { userId: "u" }), track("Visited", { anonymousId: "a" }));
  const [before] = await runs();
  await come(signIn("u", "a"));
  expect((await runs())[0]).toEqual(before);
  const customers = await sql`select id, external_id from customer where workspace_id = ${workspaceId}`;
  expect([...customers]).toEqual([{ id: before?.customerId, external_id: "u" }]);
  await come(track("Paid", { userId: "u" }));
  expect((await runs())[0]?.state).toBe(2);
});

test("where both are on their way, runs move with their waits, and events reach them in their new place", async () => {
  const visits = await journeyOn("Visited");
  const trials = await journeyOn("Trial");
  await come(track("Trial", { userId: "u" }), track("Visited", { anonymousId: "a" }));
  await come(signIn("u", "a"));
  const merged = await runs();
  expect(new Set(merged.map((run) => run.customerId)).size).toBe(1);
  expect(merged.map((run) => run.state)).toEqual([1, 1]);
  expect(merged.every((run) => run.bucket === run.customerId % 256)).toBe(true);
  expect(await waiters()).toHaveLength(2);
  await come(track("Paid", { anonymousId: "a" }));
  expect((await runs()).map((run) => run.state)).toEqual([2, 2]);
  await expectCountersToReplay(visits.versionId);
  await expectCountersToReplay(trials.versionId);
});

test("an event in the same batch after the merge reaches the run that moved", async () => {
  await journeyOn("Visited");
  await journeyOn("Trial");
  await come(track("Trial", { userId: "u" }), track("Visited", { anonymousId: "a" }));
  await come(signIn("u", "a"), track("Paid", { userId: "u" }));
  expect((await runs()).map((run) => run.state)).toEqual([2, 2]);
});

test("nobody is in a journey twice after a merge: who entered first goes on", async () => {
  const { versionId } = await journeyOn("Trial");
  await come(track("Trial", { anonymousId: "a" }));
  await come(track("Trial", { userId: "u" }));
  await come(signIn("u", "a"));
  const merged = await runs();
  expect(merged.map((run) => run.state)).toEqual([1, 2]);
  expect(new Set(merged.map((run) => run.customerId)).size).toBe(1);
  expect((await waiters()).map((waiter) => waiter.runId)).toEqual([merged[0]?.id]);
  await expectCountersToReplay(versionId);
  await come(track("Trial", { userId: "u" }), track("Trial", { anonymousId: "a" }));
  expect(await runs()).toHaveLength(2);
});

test("a message that a merge cancels is told in the outbox, not dropped", async () => {
  const graph = aGraph(
    [
      { id: "in", type: "event-entry", settings: { eventName: "Trial" } },
      { id: "mail", type: "email", settings: { to: "email", subject: "Hello", body: "Hello" } },
      { id: "wait", type: "delay", settings: { amount: 2, unit: "days" } },
      { id: "out", type: "exit" },
    ],
    [
      ["in", "next", "mail"],
      ["mail", "next", "wait"],
      ["wait", "next", "out"],
    ],
  );
  await aLiveJourney(sql, { workspaceId, graph });
  await come(track("Trial", { anonymousId: "a" }));
  await come(track("Trial", { userId: "u" }));
  await come(signIn("u", "a"));
  expect(await sql`select state from effect_intent where workspace_id = ${workspaceId} order by state`).toEqual([
    { state: 0 },
    { state: 5 },
  ]);
  expect(await sql`select state, reason from message where workspace_id = ${workspaceId}`).toEqual([
    { state: "cancelled", reason: "merged" },
  ]);
});

test("a once journey that one of them has been through is not gone through again by the other", async () => {
  const { versionId } = await journeyOn("Trial");
  await come(track("Trial", { userId: "u" }));
  await come(track("Paid", { userId: "u" }));
  await come(track("Trial", { anonymousId: "a" }));
  await come(signIn("u", "a"));
  expect((await runs()).map((run) => run.state)).toEqual([2, 2]);
  await come(track("Trial", { userId: "u" }));
  expect(await runs()).toHaveLength(2);
  await expectCountersToReplay(versionId);
});

test("journeys that every event starts keep all their runs", async () => {
  await journeyOn("Trial", "always");
  await come(track("Trial", { anonymousId: "a" }), track("Trial", { userId: "u" }));
  await come(signIn("u", "a"));
  expect((await runs()).map((run) => run.state)).toEqual([1, 1]);
});

test("history goes along: step log, assignments and messages name the customer that stays", async () => {
  await journeyOn("Trial");
  await come(track("Trial", { anonymousId: "a" }));
  await come(track("Paid", { anonymousId: "a" }));
  await journeyOn("Visited");
  await come(track("Visited", { userId: "u" }));
  await come(signIn("u", "a"));
  const [row] = await sql<{ customers: number; buckets: number }[]>`
    select count(distinct customer_id)::int as customers, count(distinct bucket)::int as buckets from step_log
    where workspace_id = ${workspaceId}`;
  expect(row).toEqual({ customers: 1, buckets: 1 });
});
