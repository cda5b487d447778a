import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing.ts";
import type { FrozenEmail } from "./provider.ts";
import { type ProviderId, providerIds, providerList } from "./registry.ts";
import { type ResendFake, startResendFake } from "./resend/resend.fake.ts";
import type { SenderAccount } from "./sender.server.ts";
import { senders } from "./senders.server.ts";

let database: TestDatabase;
let resend: ResendFake;
let channelId = 0;

beforeAll(async () => {
  [database, resend] = await Promise.all([createTestDatabase(), startResendFake()]);
});
afterAll(() => Promise.all([database.close(), resend.close()]));
beforeEach(() => {
  channelId += 1;
  resend.delivered.length = 0;
});

const account = (changes: Partial<SenderAccount> = {}): SenderAccount => ({
  channelId,
  settings: {},
  secret: "re_fake_key",
  ...changes,
});

async function send(
  provider: ProviderId,
  emails: FrozenEmail[],
  {
    key = "lotse/b/1",
    timeoutMs = 5_000,
    ...changes
  }: { key?: string; timeoutMs?: number } & Partial<SenderAccount> = {},
) {
  return senders[provider].send({ sql: database.sql, resendBaseUrl: resend.url }, account(changes), {
    idempotencyKey: key,
    emails,
    timeoutMs,
  });
}

const anEmail = (number: number, changes: Partial<FrozenEmail> = {}): FrozenEmail => ({
  from: '"Acme" <hello@acme.example>',
  to: `person${number}@example.com`,
  subject: `Hello ${number}`,
  html: "<p>Hello</p>",
  text: "Hello",
  intent: String(number),
  ...changes,
});
const emails = (count: number) => Array.from({ length: count }, (_, index) => anEmail(index));

/** Recipients in the order in which the service took them. */
async function delivered(provider: ProviderId): Promise<string[]> {
  if (provider === "resend") return resend.delivered.map((email) => String(email.to));
  const rows = await database.sql<{ to: string }[]>`
    select request ->> 'to' as to from sandbox_message where channel_id = ${channelId} order by accepted_at, position`;
  return rows.map((row) => row.to);
}

test("the list of ids is the list of providers, and every provider has a sender", () => {
  expect(providerList.map((provider) => provider.id)).toEqual([...providerIds]);
  expect(Object.keys(senders)).toEqual([...providerIds]);
});

test.each(providerIds)("%s: as many ids as e-mails, in order, each delivered once", async (provider) => {
  const answer = await send(provider, emails(100), { key: `hundred/${provider}` });
  expect(answer.status).toBe(200);
  expect(new Set(answer.ids).size).toBe(100);
  expect(await delivered(provider)).toEqual(emails(100).map((email) => email.to));
});

test.each(providerIds)(
  "%s: the same key and e-mails again give the same ids and no second delivery",
  async (provider) => {
    const key = `again/${provider}`;
    const first = await send(provider, emails(3), { key });
    const second = await send(provider, emails(3), { key });
    expect(second.ids).toEqual(first.ids);
    expect(await delivered(provider)).toHaveLength(3);
  },
);

test.each(providerIds)("%s: one e-mail alone keeps its id under its key", async (provider) => {
  const key = `single/${provider}`;
  const first = await send(provider, emails(1), { key });
  expect((await send(provider, emails(1), { key })).ids).toEqual(first.ids);
  expect(await delivered(provider)).toHaveLength(1);
});

test.each(providerIds)("%s: the same key with other content is refused and delivers nothing", async (provider) => {
  const key = `other/${provider}`;
  await send(provider, emails(2), { key });
  expect(await send(provider, [anEmail(0), anEmail(7)], { key })).toMatchObject({
    status: 409,
    name: "invalid_idempotent_request",
  });
  expect(await delivered(provider)).toHaveLength(2);
});

test.each(providerIds)("%s: two senders with one key at one moment deliver once", async (provider) => {
  const key = `both/${provider}`;
  const answers = await Promise.all([send(provider, emails(5), { key }), send(provider, emails(5), { key })]);
  expect(answers[0]?.ids).toEqual(answers[1]?.ids);
  expect(await delivered(provider)).toHaveLength(5);
});

test.each(providerIds)("%s: one faulty e-mail refuses the whole batch, as does one too many", async (provider) => {
  expect(await send(provider, [anEmail(1), anEmail(2, { to: "nobody" })], { key: `faulty/${provider}` })).toMatchObject(
    { status: 422 },
  );
  expect(await send(provider, [anEmail(1), anEmail(2, { subject: "" })], { key: `empty/${provider}` })).toMatchObject({
    status: 422,
  });
  expect(await send(provider, emails(101), { key: `many/${provider}` })).toMatchObject({ status: 422 });
  expect(await delivered(provider)).toEqual([]);
});

test("sandbox: a lost answer is no answer, and the next attempt gets the ids of the first", async () => {
  const lost = await send("sandbox", emails(4), { settings: { fault: "lose-answer:1" } });
  expect(lost.status).toBeUndefined();
  expect(await send("sandbox", emails(4))).toMatchObject({ status: 200 });
  expect(await delivered("sandbox")).toHaveLength(4);
});

test("resend: a connection that breaks after the e-mails were taken is no answer, and the next attempt gets their ids", async () => {
  resend.failNext("lose-answer");
  expect((await send("resend", emails(4), { key: "lost" })).status).toBeUndefined();
  const again = await send("resend", emails(4), { key: "lost" });
  expect(again.ids).toEqual(resend.delivered.map((email) => email.id));
  expect(resend.delivered).toHaveLength(4);
});

test("resend: silence ends at the time limit as no answer", async () => {
  resend.failNext("hang");
  expect((await send("resend", emails(1), { key: "silent", timeoutMs: 50 })).status).toBeUndefined();
});

test("resend: an address that nothing listens at is no answer", async () => {
  const answer = await senders.resend.send({ sql: database.sql, resendBaseUrl: "http://127.0.0.1:9" }, account(), {
    idempotencyKey: "nowhere",
    emails: emails(1),
    timeoutMs: 5_000,
  });
  expect(answer.status).toBeUndefined();
});

test("resend: limits, errors and a refused key keep their status, name and waiting time", async () => {
  resend.failNext("rate-limit", "error", "concurrent");
  expect(await send("resend", emails(2), { key: "a" })).toMatchObject({ status: 429, retryAfterSeconds: 30 });
  expect(await send("resend", emails(2), { key: "a" })).toMatchObject({ status: 500 });
  expect(await send("resend", emails(2), { key: "a" })).toMatchObject({
    status: 409,
    name: "concurrent_idempotent_requests",
  });
  expect(await send("resend", emails(2), { key: "a", secret: "re_other" })).toMatchObject({ status: 401 });
  expect(await send("resend", emails(2), { key: "a", secret: undefined })).toMatchObject({ status: 401 });
  expect(resend.delivered).toEqual([]);
});

test("resend: what arrives is what was frozen", async () => {
  await send("resend", [anEmail(1, { replyTo: "team@acme.example" })], { key: "exact" });
  expect(resend.delivered).toMatchObject([
    {
      from: '"Acme" <hello@acme.example>',
      to: "person1@example.com",
      reply_to: "team@acme.example",
      tags: [{ name: "lotse_intent", value: "1" }],
    },
  ]);
});

test.each(providerList)("$id: sender settings refuse a second header and take a plain address", ({ settings }) => {
  expect(settings.safeParse({ fromName: "Acme", fromEmail: "hello@acme.example" }).success).toBe(true);
  expect(settings.safeParse({ fromName: "Acme\r\nBcc: x@y.z", fromEmail: "hello@acme.example" }).success).toBe(false);
  expect(settings.safeParse({ fromName: "Acme", fromEmail: "nobody" }).success).toBe(false);
  expect(settings.safeParse({ fromName: "Acme", fromEmail: "hello@acme.example", fault: "break:1" }).success).toBe(
    false,
  );
});
