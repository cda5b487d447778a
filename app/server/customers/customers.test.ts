import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#app/engine/effect.ts";
import { openEngineSql } from "#db/client.ts";
import { type EventRow, insertEvents } from "#db/queries/events.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aGraph, aLiveJourney, passUntilIdle } from "#worker/passes/testing.ts";
import { AppError } from "../../errors/app-error.ts";
import { routeAll } from "../events/testing.ts";
import { getCustomer } from "./get-customer.server.ts";
import { listCustomers } from "./list-customers.server.ts";
import { listUpcoming } from "./list-upcoming.server.ts";
import { listVocabulary } from "./list-vocabulary.server.ts";
import { readTimeline } from "./read-timeline.server.ts";
import type { TimelineEntry } from "./timeline.ts";

const database = await createTestDatabase();
const { sql } = database;
const engine = openEngineSql(database.url, { max: 4 });
const workspaceId = await aWorkspace(sql);
const scope = { workspaceId };
const foreign = { workspaceId: await aWorkspace(sql) };
afterAll(async () => {
  await engine.end();
  await database.close();
});

let serial = 0;
type Call = Partial<Omit<EventRow, "payload">> & { payload?: JsonObject };
const come = async (...calls: Call[]) => {
  await insertEvents(
    sql,
    calls.map(({ payload = {}, ...call }): EventRow => {
      serial += 1;
      const at = new Date(Date.UTC(2026, 0, 1, 0, serial));
      const ids = { workspaceId, messageId: `m${serial}`, userId: null, anonymousId: null };
      return { ...ids, type: "track", name: "", at, payload: JSON.stringify(payload), ...call };
    }),
  );
  await routeAll(sql);
};

const journey = aGraph(
  [
    { id: "in", type: "event-entry", settings: { eventName: "trial_started", reentry: "once" } },
    {
      id: "split",
      type: "branch",
      settings: {
        paths: [
          {
            id: "p1",
            label: "Pays already",
            condition: {
              match: "all",
              rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }],
            },
          },
        ],
      },
    },
    { id: "wait", type: "wait-for-event", settings: { eventName: "Paid", amount: 2, unit: "days", since: "step" } },
    { id: "paid", type: "goal" },
    { id: "mail", type: "email", settings: { to: "email", subject: "Hello", body: "Hello" } },
    { id: "late", type: "exit" },
  ],
  [
    ["in", "next", "split"],
    ["split", "p1", "wait"],
    ["split", "else", "mail"],
    ["wait", "happened", "paid"],
    ["wait", "timed-out", "late"],
    ["mail", "sent", "late"],
  ],
);

let helene = 0;
beforeAll(async () => {
  await aLiveJourney(sql, { workspaceId, graph: journey });
  await sql`insert into channel (workspace_id, provider, name) values (${workspaceId}, 'sandbox', 'Sandbox')`;
  await come(
    { type: "page", anonymousId: "device", name: "Pricing" },
    {
      type: "identify",
      userId: "helene",
      anonymousId: "device",
      payload: { traits: { name: "Helene Brandt", email: "helene@werk.example", plan: "pro", seats: 3 } },
    },
    { userId: "helene", name: "trial_started", payload: { properties: { source: "webinar" } } },
    { type: "group", userId: "helene", payload: { groupId: "werk", traits: { size: 9 } } },
  );
  await passUntilIdle(engine);
  await come(
    {
      type: "identify",
      userId: "jonas",
      payload: { traits: { first_name: "Jonas", last_name: "Keller", email: "jonas_50%@mail.example" } },
    },
    { anonymousId: "nobody", name: "Visited" },
  );
  const [row] = await sql<{ id: number }[]>`select id from customer where external_id = 'helene'`;
  helene = row?.id ?? 0;
});

const lineOf = (entry: TimelineEntry): string => {
  switch (entry.kind) {
    case "event":
      return `${entry.type} ${entry.name}`;
    case "step":
      return `${entry.transition} ${entry.from?.id ?? ""} ${entry.portLabel ?? entry.port ?? ""} ${entry.to?.id ?? ""}`;
    case "identify":
      return `learnt ${entry.changes.map((change) => change.attribute).join(" ")}`;
    case "group":
      return `group ${entry.groupId}`;
    default:
      return entry.kind;
  }
};

test("the timeline tells calls and steps, newest first, under every id of the person", async () => {
  const { entries, next } = await readTimeline({ sql }, { scope, customerId: helene });
  expect(entries.map(lineOf)).toEqual([
    "moved split Pays already wait",
    "moved in next split",
    "entered   in",
    "group werk",
    "track trial_started",
    "learnt name plan email seats",
    "page Pricing",
  ]);
  expect(next).toBeUndefined();
  const entered = entries.find((entry) => entry.kind === "step" && entry.transition === "entered");
  expect(entered).toMatchObject({ journey: { name: "Test", version: 1 } });
});

test("pages of any size put together are the whole timeline", async () => {
  const whole = (await readTimeline({ sql }, { scope, customerId: helene })).entries.map((entry) => entry.key);
  for (const limit of [1, 2, 3]) {
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await readTimeline({ sql }, { scope, customerId: helene, after, limit });
      keys.push(...page.entries.map((entry) => entry.key));
      after = page.next;
    } while (after !== undefined);
    expect(keys).toEqual(whole);
  }
});

test("the timeline can be narrowed to one kind", async () => {
  const steps = await readTimeline({ sql }, { scope, customerId: helene, kinds: ["step"] });
  expect(new Set(steps.entries.map((entry) => entry.kind))).toEqual(new Set(["step"]));
  expect((await readTimeline({ sql }, { scope, customerId: helene, kinds: ["message"] })).entries).toEqual([]);
});

test("messages stand in the timeline with their state and step", async () => {
  const [run] = await sql<{ id: number; versionId: number; journeyId: number }[]>`
    select id, version_id as "versionId", journey_id as "journeyId" from run where customer_id = ${helene}`;
  await sql`insert into message (intent_id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, state, recipient, subject, request, reason, created_at, settled_at)
    values (900, ${workspaceId}, ${helene}, ${run!.journeyId}, ${run!.versionId}, ${run!.id}, 4, 0, 'rejected', 'h@x.example', 'Hello', '{}', 'no_email', now(), now())`;
  const [message] = (await readTimeline({ sql }, { scope, customerId: helene, kinds: ["message"] })).entries;
  expect(message).toMatchObject({
    kind: "message",
    channel: "email",
    state: "rejected",
    reason: "no_email",
    step: { id: "mail" },
    intentId: 900,
  });
});

test("a customer's profile has ids, attributes and where they are", async () => {
  const profile = await getCustomer({ sql }, { scope, customerId: helene });
  expect(profile).toMatchObject({
    userId: "helene",
    name: "Helene Brandt",
    email: "helene@werk.example",
    attributes: { plan: "pro", seats: 3 },
    identities: [
      { kind: "user", value: "helene" },
      { kind: "anonymous", value: "device" },
    ],
  });
  expect(profile.places).toHaveLength(1);
  expect(profile.places[0]).toMatchObject({ standing: "waiting", step: { id: "wait", type: "wait-for-event" } });
  expect(profile.places[0]?.path.map((step) => step.id)).toEqual(["in", "split", "wait"]);
});

test("what comes next is told: the wait with its limit and its event", async () => {
  const [entry] = await listUpcoming({ sql }, { scope, customerId: helene });
  expect(entry).toMatchObject({ kind: "wait", waitsFor: "event", eventNames: ["Paid"], step: { id: "wait" } });
  expect(entry?.kind === "wait" && entry.until).toMatch(/^\d{4}-/);
});

test("a goal that was reached is told apart from leaving", async () => {
  await come({ userId: "helene", name: "Paid", at: new Date() });
  await passUntilIdle(engine);
  const { entries } = await readTimeline({ sql }, { scope, customerId: helene, kinds: ["step"] });
  expect(entries[0]).toMatchObject({ transition: "left", reachedGoal: true, from: { id: "paid" } });
  expect((await getCustomer({ sql }, { scope, customerId: helene })).places).toEqual([]);
  expect(await listUpcoming({ sql }, { scope, customerId: helene })).toEqual([]);
});

test("customers are listed by last activity, page by page", async () => {
  const first = await listCustomers({ sql }, { scope, limit: 2 });
  expect(first.customers.map((customer) => customer.name ?? customer.userId)).toEqual(["Helene Brandt", undefined]);
  const second = await listCustomers({ sql }, { scope, limit: 2, after: first.next });
  expect(second.customers.map((customer) => customer.name)).toEqual(["Jonas Keller"]);
  expect(second.next).toBeUndefined();
});

test.each([
  ["brandt", ["helene"]],
  ["HELENE@", ["helene"]],
  ["jonas kell", ["jonas"]],
  ["50%", ["jonas"]],
  ["_", ["jonas"]],
  ["device", ["helene"]],
  ["nothing like it", []],
  ["\u0000", []],
  ["'; drop table customer; --", []],
])("a search for %j finds %j", async (search, userIds) => {
  const { customers } = await listCustomers({ sql }, { scope, search });
  expect(customers.map((customer) => customer.userId)).toEqual(userIds);
});

test("foreign and missing customers are the same: not found", async () => {
  const attempts = [
    () => getCustomer({ sql }, { scope: foreign, customerId: helene }),
    () => getCustomer({ sql }, { scope, customerId: 999_999 }),
    () => readTimeline({ sql }, { scope: foreign, customerId: helene }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toThrow(new AppError("customer.not_found"));
  expect((await listCustomers({ sql }, { scope: foreign })).customers).toEqual([]);
  expect(await listUpcoming({ sql }, { scope: foreign, customerId: helene })).toEqual([]);
});

test("cursors that we did not make are refused", async () => {
  for (const after of [
    "x",
    Buffer.from("2026-01-01|1").toString("base64url"),
    Buffer.from("now|a").toString("base64url"),
  ]) {
    await expect(listCustomers({ sql }, { scope, after })).rejects.toThrow("request.invalid");
    await expect(readTimeline({ sql }, { scope, customerId: helene, after })).rejects.toThrow("request.invalid");
  }
});

test("the vocabulary has event names, typed attributes and channels of this workspace only", async () => {
  const vocabulary = await listVocabulary({ sql }, { workspaceId });
  expect(vocabulary.eventNames).toEqual(["Paid", "Visited", "trial_started", "Pricing"]);
  expect(vocabulary.attributes).toContainEqual({ name: "seats", type: "number" });
  expect(vocabulary.channels).toEqual([{ id: expect.any(Number), name: "Sandbox", provider: "sandbox" }]);
  expect(await listVocabulary({ sql }, foreign)).toEqual({ eventNames: [], attributes: [], channels: [] });
});
