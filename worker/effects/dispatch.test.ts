import { randomUUID } from "node:crypto";
import { afterAll, afterEach, expect, test } from "vitest";
import { startResendFake } from "#app/providers/resend/resend.fake.ts";
import { openSql } from "#db/client.ts";
import { leaseDueBatches } from "#db/queries/effect-batches.ts";
import { countSandboxMessages } from "#db/queries/sandbox.ts";
import { createTestDatabase } from "#db/testing.ts";
import { callProvider } from "./call.ts";
import { dispatchEffects, sweepEffects } from "./dispatch.ts";
import { freezeEffects } from "./freeze.ts";
import { settleAnswer } from "./settle.ts";
import {
  aScene,
  dispatchAll,
  effectServices,
  intentStates,
  messagesOf,
  skipWaiting,
  whereRunsEnded,
} from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
const resend = await startResendFake();
const services = effectServices(sql, { RESEND_BASE_URL: resend.url });
afterAll(() => Promise.all([database.close(), resend.close()]));
afterEach(() => {
  resend.delivered.length = 0;
  resend.requests.length = 0;
  resend.faults.length = 0;
  resend.mostAtOnce = 0;
});

const email = (scene: { workspaceId: number }) => ({ kind: "email" as const, workspaceId: scene.workspaceId });

async function lease(workspaceId: number) {
  return leaseDueBatches(sql, { workspaceId, kind: 0, limit: 10, leaseToken: randomUUID(), leaseMs: 60_000 });
}

async function jobsOf({ workspaceId }: { workspaceId: number }) {
  return sql<{ runAt: Date }[]>`
    select run_at as "runAt" from graphile_worker.jobs where key = ${`dispatch:email:${workspaceId}`}`;
}

test("everybody's e-mail goes out once, rendered with their own attributes", async () => {
  const scene = await aScene(sql, { count: 250 });
  await dispatchAll(services, email(scene));
  const messages = await messagesOf(sql, scene);
  expect(messages).toHaveLength(250);
  expect(messages[6]).toMatchObject({
    state: "accepted",
    recipient: "person7@example.com",
    subject: "Hello Person 7",
    attempts: 1,
    reason: null,
  });
  expect(await intentStates(sql, scene)).toEqual({ 2: 250 });
  expect(await countSandboxMessages(sql, scene)).toBe(250);
  expect(await jobsOf(scene)).toEqual([]);
});

test("a freeze that breaks off in the middle sends nothing and loses nothing", async () => {
  const scene = await aScene(sql, { count: 3 });
  await sql.unsafe(`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'break off'; end $$;
    create trigger break_off after insert on message execute function break_off()`);
  await expect(dispatchEffects(services, email(scene))).rejects.toThrow("break off");
  await sql.unsafe("drop trigger break_off on message; drop function break_off");
  expect(await intentStates(sql, scene)).toEqual({ 0: 3 });
  expect(await sql`select 1 from effect_batch where workspace_id = ${scene.workspaceId}`).toEqual([]);
  await dispatchEffects(services, email(scene));
  expect(await countSandboxMessages(sql, scene)).toBe(3);
});

test("a crash between freeze and call is made good when the lease has run out, with the same key and the same bytes", async () => {
  const scene = await aScene(sql, { count: 3, provider: "resend" });
  const { batches } = await freezeEffects(services, email(scene));
  expect(await lease(scene.workspaceId)).toEqual([]);
  await sql`update customer set attributes = attributes || '{"name":"Changed"}' where workspace_id = ${scene.workspaceId}`;
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(resend.requests).toMatchObject([{ key: batches[0]?.idempotencyKey, count: 3 }]);
  expect(resend.delivered.map((mail) => mail.subject).sort()).toEqual([
    "Hello Person 1",
    "Hello Person 2",
    "Hello Person 3",
  ]);
  expect(await messagesOf(sql, scene)).toMatchObject([{ attempts: 2 }, { attempts: 2 }, { attempts: 2 }]);
});

test.each(["sandbox", "resend"] as const)(
  "%s: a crash after the provider took them delivers once, and the settlement finds the same ids",
  async (provider) => {
    const scene = await aScene(sql, { count: 3, provider });
    const { batches } = await freezeEffects(services, email(scene));
    const lost = await callProvider(services, batches[0]!);
    await skipWaiting(sql, scene);
    await dispatchEffects(services, email(scene));
    const ids = await sql<
      { id: string }[]
    >`select provider_message_id as id from message where workspace_id = ${scene.workspaceId} order by position`;
    expect(ids.map((row) => row.id)).toEqual(lost.ids);
    expect(provider === "resend" ? resend.delivered.length : await countSandboxMessages(sql, scene)).toBe(3);
    expect(new Set(resend.requests.map((request) => request.bodyHash)).size).toBeLessThan(2);
  },
);

test("who settles after the lease was taken over changes nothing", async () => {
  const scene = await aScene(sql, { count: 2, hasErrorPath: true });
  const { batches } = await freezeEffects(services, email(scene));
  const answer = await callProvider(services, batches[0]!);
  await skipWaiting(sql, scene);
  const [taken] = await lease(scene.workspaceId);
  expect(await settleAnswer(services, batches[0]!, { status: 422, message: "late" })).toBe("stale");
  expect(await settleAnswer(services, batches[0]!, { status: 500 })).toBe("stale");
  expect(await settleAnswer(services, batches[0]!, { status: 401 })).toBe("stale");
  expect(await messagesOf(sql, scene)).toMatchObject([{ state: "sending" }, { state: "sending" }]);
  expect(await settleAnswer(services, taken!, answer)).toBe("settled");
  expect(await settleAnswer(services, taken!, answer)).toBe("stale");
  const [channel] = await sql`select paused_at from channel where id = ${scene.channelId}`;
  expect(channel).toEqual({ paused_at: null });
});

test("an answer that was lost on the way leads to one delivery per person", async () => {
  const scene = await aScene(sql, { count: 120, provider: "resend" });
  resend.failNext("lose-answer", "error", "lose-answer");
  for (let round = 0; round < 4; round += 1) {
    await dispatchAll(services, email(scene));
    await skipWaiting(sql, scene);
  }
  expect(await intentStates(sql, scene)).toEqual({ 2: 120 });
  expect(new Set(resend.delivered.map((mail) => mail.to)).size).toBe(120);
  expect(resend.delivered).toHaveLength(120);
  expect(new Set(resend.requests.map((request) => `${request.key} ${request.bodyHash}`)).size).toBe(2);
  expect(resend.requests.length).toBeGreaterThan(2);
});

test("a batch that is refused is halved until the one at fault is alone; the others are sent", async () => {
  const scene = await aScene(sql, { count: 100, provider: "resend" });
  // Valid for us, and refused by the provider.
  await sql`update customer set attributes = attributes || '{"email":"person@localhost.invalid"}' where id = ${scene.customerIds[41] ?? 0}`;
  resend.refuse = (address) => address === "person@localhost.invalid";
  for (let round = 0; round < 10; round += 1) await dispatchAll(services, email(scene));
  resend.refuse = () => false;
  const messages = await messagesOf(sql, scene);
  expect(messages.filter((message) => message.state !== "accepted")).toMatchObject([
    { customerId: scene.customerIds[41], state: "rejected", reason: "refused" },
  ]);
  expect(resend.delivered).toHaveLength(99);
  expect(new Set(resend.requests.map((request) => request.key)).size).toBe(resend.requests.length);
});

test("a refused key pauses the channel with its reason; the messages are planned again and go out when it is back", async () => {
  const scene = await aScene(sql, { count: 3, provider: "resend" });
  resend.failNext("refuse-key");
  await dispatchEffects(services, email(scene));
  const [channel] =
    await sql`select pause_reason, paused_at is not null as "isPaused" from channel where id = ${scene.channelId}`;
  expect(channel).toEqual({ pause_reason: "channel.key_refused", isPaused: true });
  expect(await intentStates(sql, scene)).toEqual({ 0: 3 });
  expect(await messagesOf(sql, scene)).toEqual([]);
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(resend.requests).toHaveLength(1);
  await sql`update channel set paused_at = null, pause_reason = null where id = ${scene.channelId}`;
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(resend.delivered).toHaveLength(3);
});

test("a channel key that cannot be opened counts as refused", async () => {
  const scene = await aScene(sql, { provider: "resend" });
  await dispatchEffects({ ...services, secret: "another secret of sixteen characters" }, email(scene));
  const [channel] = await sql`select pause_reason from channel where id = ${scene.channelId}`;
  expect(channel).toEqual({ pause_reason: "channel.key_refused" });
  expect(resend.requests).toEqual([]);
});

test("a key that was used with other content makes the messages unknown and freezes the channel", async () => {
  const scene = await aScene(sql, { count: 2 });
  const { batches } = await freezeEffects(services, email(scene));
  await callProvider(services, batches[0]!);
  await sql`update message set request = request || '{"subject":"Tampered"}' where batch_id = ${batches[0]!.id} and position = 1`;
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(await messagesOf(sql, scene)).toMatchObject([
    { state: "unknown", reason: "key_conflict" },
    { state: "unknown", reason: "key_conflict" },
  ]);
  const [channel] = await sql`select pause_reason from channel where id = ${scene.channelId}`;
  expect(channel).toEqual({ pause_reason: "channel.key_conflict" });
  expect(await countSandboxMessages(sql, scene)).toBe(2);
});

test("a busy provider is asked again with the same key, without counting the attempt", async () => {
  const scene = await aScene(sql, { count: 2, provider: "resend" });
  resend.failNext("rate-limit", "concurrent");
  await dispatchEffects(services, email(scene));
  const [job] = await jobsOf(scene);
  expect(job?.runAt).toBeInstanceOf(Date);
  expect(
    await sql`select attempts, first_attempt_at from effect_batch where workspace_id = ${scene.workspaceId}`,
  ).toEqual([{ attempts: 0, first_attempt_at: null }]);
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(new Set(resend.requests.map((request) => request.key)).size).toBe(1);
  expect(await messagesOf(sql, scene)).toMatchObject([{ state: "accepted" }, { state: "accepted" }]);
});

test("23 hours without an answer make an e-mail unknown, and it is never sent again", async () => {
  const scene = await aScene(sql, { settings: { fault: "break:1" } });
  await dispatchEffects(services, email(scene));
  await sql`update effect_batch set first_attempt_at = now() - interval '23 hours' where workspace_id = ${scene.workspaceId}`;
  await skipWaiting(sql, scene);
  await dispatchEffects(services, email(scene));
  expect(await messagesOf(sql, scene)).toMatchObject([{ state: "unknown", reason: "no_answer" }]);
  expect(await lease(scene.workspaceId)).toEqual([]);
});

test("a provider that does not answer gets no more than three batches and then probes", async () => {
  const scene = await aScene(sql, { count: 700, settings: { fault: "break:1" } });
  await dispatchEffects(services, email(scene));
  const [batches] =
    await sql`select count(*)::int as count from effect_batch where workspace_id = ${scene.workspaceId}`;
  expect(batches?.["count"]).toBeLessThanOrEqual(5);
  const states = await intentStates(sql, scene);
  expect(states[0]).toBeGreaterThanOrEqual(200);
  await sql`update channel set settings = settings - 'fault' where id = ${scene.channelId}`;
  for (let round = 0; round < 3; round += 1) {
    await skipWaiting(sql, scene);
    await dispatchAll(services, email(scene));
  }
  expect(await countSandboxMessages(sql, scene)).toBe(700);
});

test("runs that wait for the outcome take the path it names: sent, refused, cancelled", async () => {
  const scene = await aScene(sql, {
    count: 3,
    hasErrorPath: true,
    attributes: `jsonb_build_object('email', 'person' || n || '@example.com', 'unsubscribed', n = 2)`,
  });
  expect(await whereRunsEnded(sql, scene)).toEqual({ step: 3 });
  await dispatchEffects(services, email(scene));
  await scene.pass();
  expect(await whereRunsEnded(sql, scene)).toEqual({ out: 2, lost: 1 });
});

test("without an error path runs go on at once, and the outcome wakes nobody", async () => {
  const scene = await aScene(sql, { count: 2 });
  expect(await whereRunsEnded(sql, scene)).toEqual({ out: 2 });
  await dispatchEffects(services, email(scene));
  const [inputs] = await sql`select count(*)::int as count from run_input where workspace_id = ${scene.workspaceId}`;
  expect(inputs).toEqual({ count: 0 });
});

test("dispatchers of two processes send everything once", async () => {
  const scene = await aScene(sql, { count: 400 });
  const other = openSql(database.url, { max: 4 });
  await Promise.all([dispatchAll(services, email(scene)), dispatchAll({ ...services, sql: other }, email(scene))]);
  await other.end();
  expect(await countSandboxMessages(sql, scene)).toBe(400);
  expect(await intentStates(sql, scene)).toEqual({ 2: 400 });
});

test("wake-ups of one process that come together are one dispatch, and what came meanwhile goes out", async () => {
  const scene = await aScene(sql, { count: 120, provider: "resend" });
  await Promise.all(Array.from({ length: 8 }, () => dispatchEffects(services, email(scene))));
  await dispatchAll(services, email(scene));
  expect(resend.requests.map((request) => request.count)).toEqual([100, 20]);
  expect(resend.mostAtOnce).toBe(1);
});

test("while a provider asks for patience nothing new is frozen", async () => {
  const scene = await aScene(sql, { count: 350, provider: "resend" });
  resend.failNext("rate-limit");
  await dispatchEffects(services, email(scene));
  expect(resend.requests).toHaveLength(1);
  expect(await intentStates(sql, scene)).toEqual({ 0: 250, 1: 100 });
  const [job] = await jobsOf(scene);
  const [batch] = await sql<
    { at: Date }[]
  >`select next_attempt_at as at from effect_batch where workspace_id = ${scene.workspaceId}`;
  expect(job!.runAt.getTime()).toBeGreaterThan(batch!.at.getTime() - 1_000);
  await skipWaiting(sql, scene);
  await dispatchAll(services, email(scene));
  expect(resend.delivered).toHaveLength(350);
});

test("the sweep wakes exactly the queues with something due", async () => {
  const due = await aScene(sql);
  const done = await aScene(sql);
  await dispatchEffects(services, email(done));
  await sql`delete from graphile_worker._private_jobs`;
  await sweepEffects(sql);
  expect(await jobsOf(due)).toHaveLength(1);
  expect(await jobsOf(done)).toHaveLength(0);
});

test("one workspace's dispatcher leaves the others' messages alone", async () => {
  const [ours, theirs] = [await aScene(sql), await aScene(sql)];
  await dispatchEffects(services, email(ours));
  expect(await intentStates(sql, theirs)).toEqual({ 0: 1 });
});
