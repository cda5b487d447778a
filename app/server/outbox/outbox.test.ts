import { afterAll, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing.ts";
import { dispatchEffects } from "#worker/effects/dispatch.ts";
import { aScene, effectServices, whereRunsEnded } from "#worker/effects/testing.ts";
import type { Scope } from "../scope.server.ts";
import { cancelPlanned } from "./cancel-planned.server.ts";
import { getOutboxMessage } from "./get-outbox-message.server.ts";
import { listOutbox } from "./list-outbox.server.ts";

const database = await createTestDatabase();
const { sql } = database;
const services = effectServices(sql);
afterAll(() => database.close());

const scopeOf = ({ workspaceId }: { workspaceId: number }, role: Scope["role"] = "editor"): Scope => ({
  workspaceId,
  role,
});

test("planned and sent messages stand in one list, newest first, with the names of person, journey and step", async () => {
  const scene = await aScene(sql, { count: 2 });
  const scope = scopeOf(scene, "viewer");
  const planned = await listOutbox(services, { scope });
  expect(planned.rows).toMatchObject([{ state: "planned", kind: "email", recipient: "" }, { state: "planned" }]);
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  const sent = await listOutbox(services, { scope, filter: { search: "person2@" } });
  expect(sent).toMatchObject({
    next: undefined,
    rows: [
      {
        state: "accepted",
        kind: "email",
        recipient: "person2@example.com",
        subject: "Hello Person 2",
        attempts: 1,
        reason: undefined,
        journey: { id: scene.journeyId, name: "Test", version: 1 },
        step: { id: "step", name: "", type: "email" },
        customer: { id: scene.customerIds[1], userId: "u2", name: "Person 2" },
      },
    ],
  });
});

test("pages follow each other without gaps or repetitions", async () => {
  const scene = await aScene(sql, { count: 25 });
  const scope = scopeOf(scene);
  const seen: number[] = [];
  let after: string | undefined;
  do {
    const page = await listOutbox(services, { scope, after, limit: 10 });
    seen.push(...page.rows.map((row) => row.id));
    after = page.next;
  } while (after !== undefined);
  expect(seen).toEqual([...new Set(seen)].sort((left, right) => right - left));
  expect(seen).toHaveLength(25);
});

test("filters narrow by state, kind, journey, person and text; signs of a pattern are text", async () => {
  const scene = await aScene(sql, {
    count: 3,
    attributes: `jsonb_build_object('email', 'p' || n || '@example.com', 'unsubscribed', n = 3)`,
  });
  const scope = scopeOf(scene);
  const count = async (filter: object) => (await listOutbox(services, { scope, filter })).rows.length;
  expect(
    await Promise.all([
      count({ search: "p1@" }),
      count({ search: "%" }),
      count({ state: "planned" }),
      count({ state: "accepted" }),
    ]),
  ).toEqual([1, 0, 3, 0]);
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  const filters = [
    { state: "planned" },
    { state: "accepted" },
    { state: "cancelled" },
    { kind: "email" },
    { kind: "webhook" },
  ];
  expect(await Promise.all(filters.map(count))).toEqual([0, 2, 1, 3, 0]);
  expect(
    await Promise.all(
      [{ journeyId: scene.journeyId }, { journeyId: 0 }, { customerId: scene.customerIds[0] }].map(count),
    ),
  ).toEqual([3, 0, 1]);
});

test("one sent message shows its exact content, and one refused its reason", async () => {
  const scene = await aScene(sql, {
    count: 2,
    attributes: `jsonb_build_object('email', case n when 1 then 'ana@example.com' else 'nobody' end, 'name', 'Ana')`,
  });
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  const scope = scopeOf(scene);
  const { rows } = await listOutbox(services, { scope });
  const sent = await getOutboxMessage(services, { scope, intentId: rows.find((row) => row.state === "accepted")!.id });
  expect(sent).toMatchObject({
    isPreview: false,
    email: {
      from: "Acme <hello@acme.example>",
      to: "ana@example.com",
      subject: "Hello Ana",
      html: expect.stringContaining("Ana</strong>"),
      text: expect.stringContaining("Hi Ana"),
    },
    webhook: undefined,
    channel: { id: scene.channelId, name: "Mail", provider: "sandbox" },
    idempotencyKey: expect.stringMatching(/^lotse\/b\//),
    answer: { status: 200 },
  });
  const refused = await getOutboxMessage(services, {
    scope,
    intentId: rows.find((row) => row.state === "rejected")!.id,
  });
  expect(refused).toMatchObject({
    reason: { code: "recipient_invalid", detail: "" },
    recipient: "nobody",
    email: undefined,
  });
});

test("a planned message is shown as it would look now", async () => {
  const scene = await aScene(sql);
  const scope = scopeOf(scene);
  const { rows } = await listOutbox(services, { scope });
  const message = await getOutboxMessage(services, { scope, intentId: rows[0]!.id });
  expect(message).toMatchObject({
    isPreview: true,
    state: "planned",
    email: { to: "person1@example.com", subject: "Hello Person 1" },
  });
});

test("a webhook shows its request and its answer", async () => {
  const scene = await aScene(sql, {
    step: { type: "webhook", settings: { method: "POST", url: "http://127.0.0.1:9/hook", headers: [] } },
  });
  await dispatchEffects(services, { kind: "webhook", workspaceId: scene.workspaceId });
  const scope = scopeOf(scene);
  const { rows } = await listOutbox(services, { scope });
  const message = await getOutboxMessage(services, { scope, intentId: rows[0]!.id });
  expect(message).toMatchObject({
    reason: { code: "webhook_private_address", detail: "127.0.0.1" },
    webhook: {
      method: "POST",
      url: "http://127.0.0.1:9/hook",
      headers: expect.arrayContaining([{ name: "content-type", value: "application/json" }]),
    },
  });
});

test("a paused journey and a paused channel say that they hold a planned message", async () => {
  const scene = await aScene(sql);
  const scope = scopeOf(scene);
  await sql`update channel set paused_at = now() where id = ${scene.channelId}`;
  expect((await listOutbox(services, { scope })).rows).toMatchObject([{ heldBy: "channel" }]);
  await sql`update journey set state = 'paused' where id = ${scene.journeyId}`;
  expect((await listOutbox(services, { scope })).rows).toMatchObject([{ heldBy: "journey" }]);
});

test("a planned message can be cancelled once, and the person leaves by the error path", async () => {
  const scene = await aScene(sql, { hasErrorPath: true });
  const scope = scopeOf(scene);
  const { rows } = await listOutbox(services, { scope });
  const intentId = rows[0]!.id;
  await expect(cancelPlanned(services, { scope: scopeOf(scene, "viewer"), intentId })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await cancelPlanned(services, { scope, intentId });
  await expect(cancelPlanned(services, { scope, intentId })).rejects.toMatchObject({ code: "outbox.already_sent" });
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  expect((await listOutbox(services, { scope })).rows).toMatchObject([
    { state: "cancelled", reason: { code: "cancelled_by_person" } },
  ]);
  await scene.pass();
  expect(await whereRunsEnded(sql, scene)).toEqual({ lost: 1 });
});

test("another workspace sees nothing, opens nothing and cancels nothing", async () => {
  const [ours, theirs] = [await aScene(sql), await aScene(sql)];
  const scope = scopeOf(ours);
  const intentId = (await listOutbox(services, { scope: scopeOf(theirs) })).rows[0]!.id;
  expect((await listOutbox(services, { scope })).rows).toHaveLength(1);
  await expect(getOutboxMessage(services, { scope, intentId })).rejects.toMatchObject({ code: "request.not_found" });
  await expect(cancelPlanned(services, { scope, intentId })).rejects.toMatchObject({ code: "outbox.already_sent" });
});

test.each(["!", "bm90IG91cnM", "eHx5"])("a cursor that we did not make is refused: %s", async (after) => {
  const scene = await aScene(sql);
  await expect(listOutbox(services, { scope: scopeOf(scene), after })).rejects.toMatchObject({
    code: "request.invalid",
  });
});
