import { afterAll, beforeEach, expect, test } from "vitest";
import type { JsonObject } from "#app/engine/effect.ts";
import { openEngineSql } from "#db/client.ts";
import { type EventRow, insertEvents } from "#db/queries/events.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph, aLiveJourney, passUntilIdle } from "#worker/passes/testing.ts";
import { routePendingEvents } from "./route-events.server.ts";
import { routeAll, routeOnce } from "./testing.ts";

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

type Call = Partial<Omit<EventRow, "payload">> & { properties?: JsonObject; traits?: JsonObject; previousId?: string };
function event({ properties, traits, previousId, ...given }: Call): EventRow {
  serial += 1;
  return {
    workspaceId,
    messageId: `m${serial}`,
    type: "track",
    name: given.type === undefined || given.type === "track" ? "Signed up" : "",
    userId: null,
    anonymousId: null,
    at: new Date("2026-01-01T00:00:00Z"),
    payload: JSON.stringify({ properties, traits, previousId }),
    ...given,
  };
}
const come = async (...calls: Call[]) => {
  await insertEvents(sql, calls.map(event));
  await routeAll(sql);
};
const customers = () => sql<{ id: number; externalId: string | null; attributes: JsonObject }[]>`
  select id, external_id as "externalId", attributes from customer where workspace_id = ${workspaceId} order by id`;
const counts = () => sql<{ externalId: string | null; name: string; count: number }[]>`
  select c.external_id as "externalId", e.name, e.count from customer_event e join customer c on c.id = e.customer_id
  where e.workspace_id = ${workspaceId} order by 1, 2`;
const runs = () => sql<
  { id: number; customerId: number; bucket: number; state: number; journeyId: number; node: number; entryKey: number }[]
>`
  select id, customer_id as "customerId", bucket, state, journey_id as "journeyId", node, entry_key as "entryKey"
  from run where workspace_id = ${workspaceId} order by id`;

const waiting = (extra: { reentry?: string; filter?: JsonObject; on?: string } = {}) =>
  aGraph(
    [
      {
        id: "in",
        type: "event-entry",
        settings: {
          eventName: extra.on ?? "Signed up",
          reentry: extra.reentry ?? "once",
          ...(extra.filter ? { filter: extra.filter } : {}),
        },
      },
      { id: "wait", type: "wait-for-event", settings: { eventName: "Paid", amount: 2, unit: "days", since: "step" } },
      { id: "paid", type: "goal", settings: {} },
      { id: "late", type: "exit", settings: {} },
    ],
    [
      ["in", "next", "wait"],
      ["wait", "happened", "paid"],
      ["wait", "timed-out", "late"],
    ],
  );

test("traits become attributes: typed, replaced as a whole, removed by null", async () => {
  await come(
    {
      type: "identify",
      userId: "u",
      traits: { plan: "free", seats: 3, tags: ["a"], address: { city: "Kiel", zip: "1" } },
    },
    {
      type: "identify",
      userId: "u",
      traits: { plan: null, seats: 4, address: { city: "Ulm" }, since: "2026-01-01T00:00:00Z" },
    },
  );
  expect((await customers()).map(({ externalId, attributes }) => ({ externalId, attributes }))).toEqual([
    { externalId: "u", attributes: { seats: 4, tags: ["a"], address: { city: "Ulm" }, since: "2026-01-01T00:00:00Z" } },
  ]);
  const types = await sql`select name, type from attribute_type where workspace_id = ${workspaceId} order by name`;
  expect(types.map((row) => `${row["name"]} ${row["type"]}`)).toEqual([
    "address object",
    "plan text",
    "seats number",
    "since time",
    "tags list",
  ]);
});

test("events are counted per customer and per workspace, with the first and last time", async () => {
  await come({ userId: "u", at: new Date("2026-02-02") }, { userId: "u", at: new Date("2026-01-01") }, { userId: "v" });
  await come({ userId: "u", at: new Date("2026-03-03") });
  const [row] = await sql`select count, first_at, last_at from customer_event e join customer c on c.id = e.customer_id
    where c.external_id = 'u' and c.workspace_id = ${workspaceId}`;
  expect(row).toEqual({ count: 3, first_at: new Date("2026-01-01"), last_at: new Date("2026-03-03") });
  const [type] = await sql`select count, last_at from event_type where workspace_id = ${workspaceId}`;
  expect(type).toEqual({ count: 4, last_at: new Date("2026-03-03") });
  const [seen] = await sql`select last_seen_at from customer where external_id = 'u' and workspace_id = ${workspaceId}`;
  expect(seen?.["last_seen_at"]).toEqual(new Date("2026-03-03"));
});

test("the same ids in two workspaces are two customers", async () => {
  const other = await aWorkspace(sql);
  await come({ userId: "u" }, { userId: "u", workspaceId: other });
  expect(
    await sql`select 1 from customer where external_id = 'u' and workspace_id in (${workspaceId}, ${other})`,
  ).toHaveLength(2);
});

test("an anonymous visitor who signs in stays one customer", async () => {
  await come({ anonymousId: "a", name: "Visited" });
  await come({ type: "identify", userId: "u", anonymousId: "a", traits: { plan: "pro" } }, { userId: "u" });
  expect((await customers()).map((customer) => customer.externalId)).toEqual(["u"]);
  expect([...(await counts())]).toEqual([
    { externalId: "u", name: "Signed up", count: 1 },
    { externalId: "u", name: "Visited", count: 1 },
  ]);
});

test("two customers who turn out to be one are merged: counts add up, the user's attributes win", async () => {
  await come(
    { type: "identify", anonymousId: "a", traits: { plan: "guess", source: "ad" } },
    { anonymousId: "a" },
    { type: "identify", userId: "u", traits: { plan: "pro" } },
    { userId: "u" },
  );
  expect(await customers()).toHaveLength(2);
  await come({ type: "identify", userId: "u", anonymousId: "a" });
  expect((await customers()).map(({ externalId, attributes }) => ({ externalId, attributes }))).toEqual([
    { externalId: "u", attributes: { plan: "pro", source: "ad" } },
  ]);
  expect([...(await counts())]).toEqual([{ externalId: "u", name: "Signed up", count: 2 }]);
});

test("a device that two users share does not make them one", async () => {
  await come({ type: "identify", userId: "u", anonymousId: "a" }, { type: "identify", userId: "v", anonymousId: "a" });
  expect((await customers()).map((customer) => customer.externalId)).toEqual(["u", "v"]);
});

test("alias joins two users; the new id is shown and both lead to the customer", async () => {
  await come(
    { type: "identify", userId: "old", traits: { a: 1 } },
    { type: "identify", userId: "new", traits: { b: 2 } },
  );
  await come({ type: "alias", userId: "new", previousId: "old" });
  await come({ userId: "old" }, { userId: "new" });
  expect((await customers()).map(({ externalId, attributes }) => ({ externalId, attributes }))).toEqual([
    { externalId: "new", attributes: { a: 1, b: 2 } },
  ]);
  expect([...(await counts())]).toEqual([{ externalId: "new", name: "Signed up", count: 2 }]);
});

test("an event lets customers into live journeys once, as far as the filter accepts it", async () => {
  const filter = { match: "all", rules: [{ field: "plan", operator: "equals", value: "pro" }] };
  await aLiveJourney(sql, { workspaceId, graph: waiting({ filter }) });
  const paused = await aLiveJourney(sql, { workspaceId, graph: waiting() });
  await sql`update journey set state = 'paused' where id = ${paused.journeyId}`;
  await come(
    { userId: "u", properties: { plan: "pro" } },
    { userId: "v", properties: { plan: "free" } },
    { userId: "u", properties: { plan: "pro" } },
  );
  expect(await runs()).toHaveLength(1);
  await come({ userId: "u", properties: { plan: "pro" } });
  expect(await runs()).toHaveLength(1);
});

test("page and screen calls let people in by their names too", async () => {
  await aLiveJourney(sql, { workspaceId, graph: waiting({ on: "Pricing" }) });
  await come({ type: "page", name: "Pricing", anonymousId: "a" }, { type: "screen", name: "Pricing", userId: "u" });
  expect(await runs()).toHaveLength(2);
});

test("every event starts a run where the journey allows it, a repeated routing does not", async () => {
  await aLiveJourney(sql, { workspaceId, graph: waiting({ reentry: "always" }) });
  await come({ userId: "u" }, { userId: "u" });
  expect(await runs()).toHaveLength(2);
  await sql`update router_cursor set xid = '0', event_id = 0`;
  await routeAll(sql);
  expect((await runs()).filter((run) => run.state === 0)).toHaveLength(2);
});

test("a waiting run is woken with the event, once it waits", async () => {
  await aLiveJourney(sql, { workspaceId, graph: waiting() });
  await come({ userId: "u" });
  await passUntilIdle(engine);
  expect((await runs())[0]?.state).toBe(1);
  await insertEvents(sql, [event({ userId: "u", name: "Paid", properties: { amount: 9 }, at: new Date() })]);
  const { lanes } = await routeOnce(sql);
  expect(lanes).toEqual([((await runs())[0]?.bucket ?? 0) >> 5]);
  const [input] = await sql<{ input: JsonObject }[]>`select input from run_input where workspace_id = ${workspaceId}`;
  expect(input?.input).toMatchObject({ kind: "event", event: { name: "Paid", properties: { amount: 9 } } });
  await passUntilIdle(engine);
  expect((await runs())[0]?.state).toBe(2);
});

test("an event sent together with the start counts for a wait since entry", async () => {
  const wait = { eventName: "Created project", amount: 2, unit: "days", since: "entry" };
  const graph = aGraph(
    [
      { id: "in", type: "event-entry", settings: { eventName: "Signed up" } },
      { id: "wait", type: "wait-for-event", settings: wait },
      { id: "yes", type: "goal" },
      { id: "no", type: "exit" },
    ],
    [
      ["in", "next", "wait"],
      ["wait", "happened", "yes"],
      ["wait", "timed-out", "no"],
    ],
  );
  await aLiveJourney(sql, { workspaceId, graph });
  await come(
    { userId: "ada", at: new Date("2026-01-01T00:00:00Z") },
    { userId: "ada", name: "Created project", at: new Date("2026-01-01T00:00:01Z") },
  );
  await passUntilIdle(engine);
  expect(await runs()).toMatchObject([{ state: 2, node: 2 }]);
});

test("an event of somebody else wakes nobody", async () => {
  await aLiveJourney(sql, { workspaceId, graph: waiting() });
  await come({ userId: "u" });
  await passUntilIdle(engine);
  await come({ userId: "v", name: "Paid" }, { userId: "u", name: "Other" });
  expect(await sql`select 1 from run_input where workspace_id = ${workspaceId}`).toHaveLength(0);
});

test("a late commit is not skipped, and what lies behind it waits for it", async () => {
  await routeAll(sql);
  const late = await sql.reserve();
  await late`begin`;
  await insertEvents(late, [event({ userId: "late", name: "First" })]);
  await insertEvents(sql, [event({ userId: "early", name: "Second" })]);
  expect(await routePendingEvents(sql)).toMatchObject({ events: 0, more: false, isBlocked: true });
  await late`commit`;
  late.release();
  expect(await routeAll(sql)).toBe(2);
  expect([...(await counts())].map((row) => row.externalId)).toEqual(["early", "late"]);
});

test("transactions are counted, not spelled: 10 comes after 9", async () => {
  await routeAll(sql);
  await sql`truncate event`;
  await insertEvents(sql, [event({ userId: "u", name: "Later" }), event({ userId: "u", name: "Sooner" })]);
  await sql`update event set xid = case name when 'Later' then '10' else '9' end::xid8`;
  await sql`update router_cursor set xid = '0', event_id = 0`;
  expect(await routeAll(sql)).toBe(2);
  const [cursor] = await sql`select xid::text as xid from router_cursor`;
  expect(cursor?.["xid"]).toBe("10");
  expect((await counts()).map((row) => row.count)).toEqual([1, 1]);
});

test("after a restore into a younger cluster nothing is lost and nothing is routed twice", async () => {
  await come({ userId: "routed" });
  await insertEvents(sql, [event({ userId: "pending" })]);
  const offset = 1_000_000_000;
  const shifted = sql`(xid::text::bigint + ${offset})::text::xid8`;
  await sql`update event set xid = ${shifted}`;
  await sql`update router_cursor set xid = ${shifted}`;
  await insertEvents(sql, [event({ userId: "new" })]);
  await routeAll(sql);
  expect((await counts()).map((row) => `${row.externalId} ${row.count}`)).toEqual(["new 1", "pending 1", "routed 1"]);
});

test("a second router steps back while the first one works", async () => {
  await insertEvents(sql, [event({ userId: "u" })]);
  const other = await sql.reserve();
  await other`begin`;
  await other`select pg_advisory_xact_lock(7015404)`;
  expect(await routePendingEvents(sql)).toMatchObject({ events: 0, isBlocked: true });
  await other`commit`;
  other.release();
  expect(await routeAll(sql)).toBe(1);
});

test("an event that cannot be applied is set aside with its reason; the others go on", async () => {
  const tooMany = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`a${index}`, 1]));
  await come({ userId: "u" }, { type: "identify", userId: "u", traits: tooMany }, { userId: "u" });
  expect([...(await counts())]).toEqual([{ externalId: "u", name: "Signed up", count: 2 }]);
  const faults = await sql`select reason from event_fault where workspace_id = ${workspaceId}`;
  expect(faults.map((row) => row["reason"])).toEqual(["A customer can have at most 1000 attributes"]);
});

test("an event that the database refuses is found by halving and set aside", async () => {
  await sql`alter table event_type add constraint no_poison check (name <> 'poison')`;
  await come(
    ...Array.from({ length: 20 }, (_, index) => ({ userId: `u${index}`, name: index === 13 ? "poison" : "fine" })),
  );
  await sql`alter table event_type drop constraint no_poison`;
  expect(await counts()).toHaveLength(19);
  const faults = await sql`select reason from event_fault where workspace_id = ${workspaceId}`;
  expect(faults).toHaveLength(1);
  expect(faults[0]?.["reason"]).toContain("no_poison");
});

test("small and large batches of the router lead to the same result", async () => {
  const calls = (prefix: string): Call[] => [
    { anonymousId: `${prefix}a` },
    { type: "identify", userId: `${prefix}u`, traits: { n: 1 } },
    { type: "identify", anonymousId: `${prefix}a`, traits: { n: 2, m: 2 } },
    { type: "identify", userId: `${prefix}u`, anonymousId: `${prefix}a` },
    { userId: `${prefix}u` },
  ];
  await insertEvents(sql, calls("x").map(event));
  await routeAll(sql, { limit: 1 });
  await come(...calls("y"));
  expect((await customers()).map((customer) => customer.attributes)).toEqual([
    { n: 1, m: 2 },
    { n: 1, m: 2 },
  ]);
  expect((await counts()).map((row) => row.count)).toEqual([2, 2]);
});
