import { afterAll, expect, test } from "vitest";
import { openEngineSql } from "#db/client.ts";
import { bucketOf, laneOf } from "#db/jobs.ts";
import { lockBuckets } from "#db/queries/bucket-lock.ts";
import { foldDeltas, readVersionCounts, replayVersionCounts } from "#db/queries/counters.ts";
import { wakeRuns } from "#db/queries/wake-runs.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { LowWaterMarks } from "./low-water.ts";
import { passSafely } from "./pass-safely.ts";
import { runPass } from "./run-pass.ts";
import { aGraph, aLiveJourney, enterAll, passUntilIdle, someCustomers } from "./testing.ts";

const database = await createTestDatabase();
const sql = openEngineSql(database.url, { max: 4 });
afterAll(async () => {
  await sql.end();
  await database.close();
});

const journey = aGraph(
  [
    { id: "in", type: "manual-entry" },
    {
      id: "plan",
      type: "branch",
      settings: {
        paths: [
          {
            id: "pro",
            label: "Pro",
            condition: {
              match: "all",
              rules: [{ kind: "attribute", field: "plan", operator: "equals", value: "pro" }],
            },
          },
        ],
      },
    },
    {
      id: "split",
      type: "experiment",
      settings: {
        variants: [
          { id: "a", label: "A", weight: 50 },
          { id: "b", label: "B", weight: 50 },
        ],
      },
    },
    {
      id: "mark",
      type: "update-attribute",
      settings: {
        changes: [
          { attribute: "stage", value: "welcomed" },
          { attribute: "old", value: null },
        ],
      },
    },
    { id: "mail", type: "email", settings: { to: "email", subject: "Hello", body: "Hello" } },
    { id: "wait", type: "delay", settings: { amount: 1, unit: "days" } },
    { id: "out", type: "exit" },
  ],
  [
    ["in", "next", "plan"],
    ["plan", "pro", "split"],
    ["plan", "else", "mark"],
    ["split", "a", "mark"],
    ["split", "b", "mail"],
    ["mark", "next", "mail"],
    ["mail", "next", "wait"],
    ["wait", "next", "out"],
  ],
);

async function startJourney(count: number, graph = journey) {
  const workspaceId = await aWorkspace(sql);
  const ids = await aLiveJourney(sql, { workspaceId, graph });
  const customerIds = await someCustomers(sql, {
    workspaceId,
    count,
    attributes: `jsonb_build_object('plan', case when n % 2 = 0 then 'pro' else 'free' end, 'old', n)`,
  });
  await enterAll(sql, { workspaceId, ...ids, customerIds });
  return { workspaceId, customerIds, ...ids };
}

test("runs walk to their wait; log, counters, intents, attributes and assignments are written together", async () => {
  const { workspaceId, versionId, customerIds } = await startJourney(600);
  expect(await passUntilIdle(sql)).toBe(600);

  const [runs] = await sql`
    select count(*)::int as count, count(*) filter (where state = 1 and node = 5 and due_at > now() + interval '23 hours')::int as waiting
    from run where workspace_id = ${workspaceId}`;
  expect(runs).toEqual({ count: 600, waiting: 600 });
  const [intents] =
    await sql`select count(*)::int as count, count(distinct run_id)::int as runs from effect_intent where workspace_id = ${workspaceId}`;
  expect(intents).toEqual({ count: 600, runs: 600 });
  const [assigned] = await sql`select count(*)::int as count from assignment where workspace_id = ${workspaceId}`;
  expect(assigned).toEqual({ count: 300 });
  const [marked] = await sql`
    select count(*)::int as count from customer where id = any(${customerIds}) and attributes->>'stage' = 'welcomed' and not attributes ? 'old'`;
  const [took] =
    await sql`select count(*)::int as count from assignment where workspace_id = ${workspaceId} and variant = 'a'`;
  expect(marked?.["count"]).toBe(300 + took?.["count"]);

  const replay = await replayVersionCounts(sql, { workspaceId, versionId });
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(replay);
  await foldDeltas(sql);
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(replay);
  expect(await sql`select 1 from step_delta where workspace_id = ${workspaceId}`).toEqual([]);
});

test("passes at the same time never take a step twice", async () => {
  const { workspaceId, versionId } = await startJourney(300);
  await Promise.all([1, 2, 3].map(() => passUntilIdle(sql, { limit: 20 })));
  await passUntilIdle(sql);

  const [steps] = await sql`
    select count(*)::int as count, count(distinct (run_id, step))::int as distinct from step_log where workspace_id = ${workspaceId}`;
  expect(steps?.["count"]).toBe(steps?.["distinct"]);
  expect(await sql`select 1 from run where workspace_id = ${workspaceId} and state <> 1`).toEqual([]);
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(
    await replayVersionCounts(sql, { workspaceId, versionId }),
  );
});

test("R21 somebody whose variant was removed is dealt anew, and keeps the new variant", async () => {
  const split = (...labels: string[]) =>
    aGraph(
      [
        { id: "in", type: "manual-entry", settings: { reentry: "always" } },
        {
          id: "split",
          type: "experiment",
          settings: { variants: labels.map((id) => ({ id, label: id, weight: 100 / labels.length })) },
        },
        { id: "out", type: "exit" },
      ],
      [["in", "next", "split"], ...labels.map((id): [string, string, string] => ["split", id, "out"])],
    );
  const { workspaceId, journeyId, customerIds } = await startJourney(40, split("a", "b"));
  await passUntilIdle(sql);
  const [version] = await sql<{ id: number }[]>`
    insert into journey_version (workspace_id, journey_id, number, graph, hash)
    values (${workspaceId}, ${journeyId}, 2, ${sql.json(split("b", "c"))}, 'second') returning id`;
  const before = await assignmentsOf(workspaceId);
  for (const key of ["second", "third"]) {
    const entries = { workspaceId, journeyId, versionId: version!.id, customerIds, key, reentry: "always" as const };
    await enterAll(sql, entries);
    await passUntilIdle(sql);
  }

  const after = await assignmentsOf(workspaceId);
  expect(after.size).toBe(40);
  for (const [customerId, variant] of after) {
    expect(["b", "c"]).toContain(variant);
    if (before.get(customerId) === "b") expect(variant).toBe("b");
  }
  const taken = await sql`
    select count(distinct port)::int as ports from step_log
    where workspace_id = ${workspaceId} and version_id = ${version!.id} and from_node = 1 group by customer_id having count(distinct port) > 1`;
  expect(taken).toEqual([]);
});

async function assignmentsOf(workspaceId: number): Promise<Map<number, string>> {
  const rows = await sql<{ customerId: number; variant: string }[]>`
    select customer_id as "customerId", variant from assignment where workspace_id = ${workspaceId}`;
  return new Map(rows.map(({ customerId, variant }) => [customerId, variant]));
}

test("people of a paused journey stay where they are, with their times, and go on when it is resumed", async () => {
  const { workspaceId, journeyId } = await startJourney(50);
  await sql`update journey set state = 'paused' where id = ${journeyId}`;
  const before = await sql`select id, due_at, step, state from run where workspace_id = ${workspaceId} order by id`;
  expect(await passUntilIdle(sql)).toBe(0);
  expect(await sql`select id, due_at, step, state from run where workspace_id = ${workspaceId} order by id`).toEqual(
    before,
  );

  await sql`update journey set state = 'live' where id = ${journeyId}`;
  expect(await passUntilIdle(sql)).toBe(50);
});

test("buckets that somebody else holds are left out", async () => {
  const { customerIds } = await startJourney(3);
  const [held, ...others] = customerIds;
  await database.sql.begin(async (tx) => {
    await lockBuckets(tx, [bucketOf(held ?? 0)]);
    const result = await runPass(sql, { buckets: customerIds.map(bucketOf), marks: new LowWaterMarks() });
    expect(result.claimed.map((run) => run.customerId).sort()).toEqual(others);
  });
  expect(await passUntilIdle(sql)).toBe(1);
});

test("a step that cannot be taken and a row that the database refuses hold only their own run", async () => {
  const { workspaceId, versionId, customerIds } = await startJourney(40);
  const [lost, refused] = customerIds;
  await sql`update run set node = 99 where customer_id = ${lost ?? 0}`;
  await database.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$
    begin raise exception 'refused' using errcode = '23514'; end $$;
    create trigger refuse before insert on effect_intent for each row when (new.customer_id = ${refused}) execute function refuse()`);
  const marks = new LowWaterMarks();
  const result = await passSafely(sql, { buckets: customerIds.map(bucketOf), marks });
  await database.sql`drop trigger refuse on effect_intent`;

  expect(result.claimed).toHaveLength(40);
  const holds = await sql`select code from run_hold where workspace_id = ${workspaceId} order by run_id`;
  expect(holds.map((hold) => hold["code"])).toEqual(["step.missing", "step.refused"]);
  const states =
    await sql`select state, count(*)::int as count from run where workspace_id = ${workspaceId} group by state order by state`;
  expect([...states]).toEqual([
    { state: 1, count: 38 },
    { state: 3, count: 2 },
  ]);
  expect(await readVersionCounts(sql, { workspaceId, versionId })).toEqual(
    await replayVersionCounts(sql, { workspaceId, versionId }),
  );
});

const waitingJourney = aGraph(
  [
    { id: "in", type: "manual-entry" },
    {
      id: "tell",
      type: "emit-event",
      settings: { eventName: "Welcomed", properties: [{ name: "by", value: "lotse" }] },
    },
    { id: "wait", type: "wait-for-event", settings: { eventName: "Paid", amount: 2, unit: "days" } },
    { id: "yes", type: "goal", settings: {} },
    { id: "no", type: "exit" },
  ],
  [
    ["in", "next", "tell"],
    ["tell", "next", "wait"],
    ["wait", "happened", "yes"],
    ["wait", "timed-out", "no"],
  ],
);

test("a wait ends with the event that it waits for, or at its time", async () => {
  const { workspaceId, customerIds } = await startJourney(2, waitingJourney);
  await passUntilIdle(sql);
  const waiting = await sql<{ runId: number; step: number; bucket: number }[]>`
    select run_id as "runId", step, bucket from waiter where workspace_id = ${workspaceId} and event_name = 'Paid' order by run_id`;
  expect(waiting).toHaveLength(2);
  const input = { kind: "event", event: { name: "Paid", properties: { amount: 5 }, at: new Date().toISOString() } };
  const [first, second] = waiting;
  const wake = (run: typeof first, step = run?.step ?? 0) => ({
    workspaceId,
    bucket: run?.bucket ?? 0,
    runId: run?.runId ?? 0,
    step,
    input,
  });
  const lanes = await sql.begin((tx) => wakeRuns(tx, [wake(first), wake(second, 99)]));
  expect(lanes).toEqual([laneOf(first?.bucket ?? 0)]);
  expect(await passUntilIdle(sql)).toBe(1);

  await sql`update run set due_at = now(), node_entered_at = now() - interval '3 days' where id = ${second?.runId ?? 0}`;
  expect(await passUntilIdle(sql)).toBe(1);
  const ends = await sql`
    select customer_id as id, from_node as node from step_log where workspace_id = ${workspaceId} and kind = 2 order by run_id`;
  expect([...ends]).toEqual([
    { id: customerIds[0], node: 3 },
    { id: customerIds[1], node: 4 },
  ]);
  expect(await sql`select 1 from waiter where workspace_id = ${workspaceId}`).toEqual([]);
  expect(await sql`select 1 from run_input where workspace_id = ${workspaceId}`).toEqual([]);
});

test("an emitted event comes in like any other, under the customer's own id", async () => {
  const { workspaceId } = await startJourney(1, waitingJourney);
  await passUntilIdle(sql);
  const events =
    await sql`select type, name, user_id as "userId", payload from event where workspace_id = ${workspaceId}`;
  expect([...events]).toEqual([
    { type: "track", name: "Welcomed", userId: "u1", payload: { properties: { by: "lotse" } } },
  ]);
});

test("the shares keep late comers moving while many others are due", async () => {
  const { workspaceId, customerIds } = await startJourney(60);
  await sql`update run set priority = 2 where workspace_id = ${workspaceId} and customer_id = any(${customerIds.slice(0, 20)})`;
  await sql`update run set priority = 1 where workspace_id = ${workspaceId} and customer_id = any(${customerIds.slice(20, 40)})`;
  const buckets = Array.from({ length: 256 }, (_, bucket) => bucket);
  const { claimed } = await runPass(sql, { buckets, marks: new LowWaterMarks(), limit: 10 });
  expect(claimed.map((run) => run.priority)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);
});
