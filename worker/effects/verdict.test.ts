import { afterAll, expect, test } from "vitest";
import { pauseJourney } from "#app/server/journeys/pause-journey.server.ts";
import { resumeJourney } from "#app/server/journeys/resume-journey.server.ts";
import { createTestDatabase } from "#db/testing.ts";
import { dispatchEffects } from "./dispatch.ts";
import { aScene, effectServices, intentStates, messagesOf } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
const services = effectServices(sql);
afterAll(() => database.close());

const email = (scene: { workspaceId: number }) => ({ kind: "email" as const, workspaceId: scene.workspaceId });

async function jobsOf({ workspaceId }: { workspaceId: number }) {
  return sql<{ runAt: Date }[]>`
    select run_at as "runAt" from graphile_worker.jobs where key = ${`dispatch:email:${workspaceId}`}`;
}

test("a template that fails for one person rejects that one alone", async () => {
  const scene = await aScene(sql, {
    count: 5,
    step: {
      type: "email",
      settings: {
        to: "email",
        subject: "Hello",
        body: "{% if customer.name == 'Person 3' %}{% for a in (1..9999999) %}x{% endfor %}{% endif %}Hi",
      },
    },
  });
  await dispatchEffects(services, email(scene));
  expect((await messagesOf(sql, scene)).map((message) => message.reason)).toEqual([
    null,
    null,
    "template_invalid",
    null,
    null,
  ]);
});

test("a template that parses for nobody rejects everybody with the reason, and the queue goes on", async () => {
  const scene = await aScene(sql, {
    count: 2,
    step: { type: "email", settings: { to: "email", subject: "Hello", body: "{{ customer.name | raw }}" } },
  });
  await dispatchEffects(services, email(scene));
  expect(await messagesOf(sql, scene)).toMatchObject([
    { state: "rejected", reason: "template_invalid" },
    { state: "rejected", reason: "template_invalid" },
  ]);
});

test.each([
  [
    "unsubscribed",
    `'{"email":"a@example.com","unsubscribed":true}'::jsonb`,
    { state: "cancelled", reason: "opted_out", recipient: "a@example.com" },
  ],
  [
    "email_opt_out",
    `'{"email":"a@example.com","email_opt_out":true}'::jsonb`,
    { state: "cancelled", reason: "opted_out" },
  ],
  ["not unsubscribed", `'{"email":"a@example.com","unsubscribed":false}'::jsonb`, { state: "accepted", reason: null }],
  ["no address", `'{}'::jsonb`, { state: "cancelled", reason: "no_email", recipient: "" }],
  ["no text as address", `'{"email":7}'::jsonb`, { state: "cancelled", reason: "no_email" }],
  [
    "a broken address",
    `'{"email":"nobody at example"}'::jsonb`,
    { state: "rejected", reason: "recipient_invalid", recipient: "nobody at example" },
  ],
  [
    "a second header in the address",
    `jsonb_build_object('email', E'a@example.com\\nBcc: b@example.com')`,
    { state: "rejected", reason: "recipient_invalid" },
  ],
])("%s decides at the moment of freezing", async (_, attributes, expected) => {
  const scene = await aScene(sql, { attributes });
  await dispatchEffects(services, email(scene));
  expect(await messagesOf(sql, scene)).toMatchObject([expected]);
});

test("an opt-out that arrives after the step, but before the freeze, is kept", async () => {
  const scene = await aScene(sql, { count: 2 });
  await sql`update customer set attributes = attributes || '{"unsubscribed":true}' where id = ${scene.customerIds[0] ?? 0}`;
  await dispatchEffects(services, email(scene));
  expect((await messagesOf(sql, scene)).map((message) => message.state)).toEqual(["cancelled", "accepted"]);
});

test("a person who is gone, and an archived journey, cancel", async () => {
  const gone = await aScene(sql, { count: 2 });
  await sql`delete from customer where id = ${gone.customerIds[0] ?? 0}`;
  await dispatchEffects(services, email(gone));
  expect((await messagesOf(sql, gone)).map((message) => message.reason)).toEqual(["customer_gone", null]);
  const archived = await aScene(sql);
  await sql`update journey set state = 'archived' where id = ${archived.journeyId}`;
  await dispatchEffects(services, email(archived));
  expect(await messagesOf(sql, archived)).toMatchObject([{ state: "cancelled", reason: "journey_archived" }]);
});

test("a paused journey keeps its messages planned, and they go out as soon as it is resumed", async () => {
  const scene = await aScene(sql, { count: 2 });
  const [scope, { journeyId }] = [{ workspaceId: scene.workspaceId, role: "editor" } as const, scene];
  await pauseJourney({ db: database.db }, { scope, journeyId });
  await dispatchEffects(services, email(scene));
  expect(await intentStates(sql, scene)).toEqual({ 0: 2 });
  const [job] = await jobsOf(scene);
  expect(job!.runAt.getTime()).toBeGreaterThan(Date.now() + 30_000);
  await resumeJourney({ db: database.db, sql }, { scope, journeyId });
  await dispatchEffects(services, email(scene));
  expect(await intentStates(sql, scene)).toEqual({ 2: 2 });
});
