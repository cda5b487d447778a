import { afterAll, beforeEach, expect, test } from "vitest";
import { countSandboxMessages } from "#db/queries/sandbox.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { dispatchEffects } from "#worker/effects/dispatch.ts";
import { aScene, effectServices, intentStates } from "#worker/effects/testing.ts";
import { startResendFake } from "../../providers/resend/resend.fake.ts";
import type { Scope } from "../scope.server.ts";
import { createChannel, type NewChannel } from "./create-channel.server.ts";
import { ensureDefaultChannel } from "./ensure-default-channel.server.ts";
import { listChannels } from "./list-channels.server.ts";
import { removeChannel } from "./remove-channel.server.ts";
import { sendTestMessage } from "./send-test-message.server.ts";
import { setDefaultChannel } from "./set-default-channel.server.ts";
import { updateChannel } from "./update-channel.server.ts";

const database = await createTestDatabase();
const { sql } = database;
const resend = await startResendFake();
const services = effectServices(sql, { RESEND_BASE_URL: resend.url });
afterAll(() => Promise.all([database.close(), resend.close()]));

let scope: Scope;
beforeEach(async () => {
  scope = { workspaceId: await aWorkspace(sql), role: "admin" };
  resend.delivered.length = 0;
});

const aChannel = (changes: Partial<NewChannel> = {}): NewChannel => ({
  provider: "resend",
  name: "Mail",
  sender: { fromName: "Acme", fromEmail: "hello@acme.example" },
  secret: "re_fake_key",
  ...changes,
});

test("a channel shows its sender, never its secret, and the first one is the default", async () => {
  const { channelId } = await createChannel(services, { scope, ...aChannel() });
  await createChannel(services, { scope, ...aChannel({ name: "Another", provider: "sandbox", secret: undefined }) });
  const channels = await listChannels(services, { scope });
  expect(channels).toMatchObject([
    {
      id: channelId,
      name: "Mail",
      provider: "resend",
      isDefault: true,
      hasSecret: true,
      sender: { fromName: "Acme", fromEmail: "hello@acme.example" },
    },
    { name: "Another", isDefault: false, hasSecret: false },
  ]);
  expect(JSON.stringify(channels)).not.toContain("re_fake");
  const [row] = await sql<{ secret: Uint8Array }[]>`select secret from channel where id = ${channelId}`;
  expect(Buffer.from(row!.secret).toString("latin1")).not.toContain("re_fake");
});

test.each([
  ["no key", { secret: undefined }, "secret"],
  ["a wrong key", { secret: "sk_live" }, "secret"],
  ["a key where none is needed", { provider: "sandbox" as const }, "secret"],
  [
    "a second header in the name",
    { sender: { fromName: "Acme\nBcc: x@y.example", fromEmail: "a@acme.example" } },
    "sender.fromName",
  ],
  ["no address", { sender: { fromName: "Acme", fromEmail: "acme" } }, "sender.fromEmail"],
  [
    "a fault of the sandbox",
    { sender: { fromName: "", fromEmail: "a@acme.example", fault: "break:1" } },
    "sender.fault",
  ],
  ["an empty name", { name: " " }, "name"],
])("%s is refused with the field", async (_, changes, path) => {
  const call = createChannel(services, { scope, ...aChannel(changes) });
  await expect(call).rejects.toMatchObject({ code: "request.invalid", faults: [{ path }] });
  expect(await listChannels(services, { scope })).toEqual([]);
});

test("only admins change channels, and only those of their workspace", async () => {
  const { channelId } = await createChannel(services, { scope, ...aChannel() });
  const foreign: Scope = { workspaceId: await aWorkspace(sql), role: "owner" };
  const editor: Scope = { ...scope, role: "editor" };
  const changes = [
    (by: Scope) => updateChannel(services, { scope: by, channelId, name: "Mine" }),
    (by: Scope) => removeChannel(services, { scope: by, channelId }),
    (by: Scope) => setDefaultChannel(services, { scope: by, channelId }),
  ];
  for (const change of changes) {
    await expect(change(editor)).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(change(foreign)).rejects.toMatchObject({ code: "request.not_found" });
  }
  await expect(createChannel(services, { scope: editor, ...aChannel() })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await expect(sendTestMessage(services, { scope: foreign, channelId, to: "a@example.com" })).rejects.toMatchObject({
    code: "request.not_found",
  });
  expect(await listChannels(services, { scope: foreign })).toEqual([]);
});

test("changes keep what is left out, also the key", async () => {
  const { channelId } = await createChannel(services, { scope, ...aChannel() });
  await updateChannel(services, {
    scope,
    channelId,
    name: "New name",
    sender: { fromName: "B", fromEmail: "b@acme.example", replyTo: "team@acme.example" },
  });
  expect(await listChannels(services, { scope })).toMatchObject([
    { name: "New name", hasSecret: true, sender: { fromName: "B", replyTo: "team@acme.example" } },
  ]);
  await sendTestMessage(services, { scope, channelId, to: "ana@example.com" });
  expect(resend.delivered).toMatchObject([
    { to: "ana@example.com", from: "B <b@acme.example>", reply_to: "team@acme.example" },
  ]);
});

test("the default cannot be removed until another one is the default", async () => {
  const { channelId: first } = await createChannel(services, { scope, ...aChannel() });
  const { channelId: second } = await createChannel(services, { scope, ...aChannel({ name: "Second" }) });
  await expect(removeChannel(services, { scope, channelId: first })).rejects.toMatchObject({ code: "channel.in_use" });
  await setDefaultChannel(services, { scope, channelId: second });
  await removeChannel(services, { scope, channelId: first });
  expect(await listChannels(services, { scope })).toMatchObject([{ id: second, isDefault: true }]);
});

test("a workspace gets the sandbox once", async () => {
  const name = { workspaceId: scope.workspaceId, workspaceName: 'Acme "Best" <Co>' };
  const ids = await Promise.all([1, 2, 3].map(() => sql.begin((tx) => ensureDefaultChannel(tx, name))));
  expect(new Set(ids).size).toBe(1);
  expect(await listChannels(services, { scope })).toMatchObject([
    { provider: "sandbox", isDefault: true, sender: { fromName: "Acme Best Co" } },
  ]);
});

test("switching a channel on sends what has waited", async () => {
  const scene = await aScene(sql, { count: 2 });
  const owner: Scope = { workspaceId: scene.workspaceId, role: "owner" };
  await updateChannel(services, { scope: owner, channelId: scene.channelId, isPaused: true });
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  expect(await intentStates(sql, scene)).toEqual({ 0: 2 });
  await updateChannel(services, { scope: owner, channelId: scene.channelId, isPaused: false });
  await dispatchEffects(services, { kind: "email", workspaceId: scene.workspaceId });
  expect(await intentStates(sql, scene)).toEqual({ 2: 2 });
});

test("a test message shows what was sent, with a sample person's attributes", async () => {
  const channelId = await sql.begin((tx) =>
    ensureDefaultChannel(tx, { workspaceId: scope.workspaceId, workspaceName: "Acme" }),
  );
  const content = { subject: "Hi {{ customer.name }}", preheader: "", body: "**Welcome**" };
  const sent = await sendTestMessage(services, {
    scope,
    to: "ana@example.com",
    content,
    sample: { attributes: { name: "Ana" }, journeyName: "" },
  });
  expect(sent).toMatchObject({
    isSandbox: true,
    email: { subject: "Hi Ana", html: expect.stringContaining("Welcome</strong>") },
  });
  expect(await countSandboxMessages(sql, { channelId })).toBe(1);
  const own = await sendTestMessage(services, { scope, to: "ana@example.com" });
  expect(own.email.subject).toBe("Test message from Test");
});

test("a test message that fails says why", async () => {
  const { channelId } = await createChannel(services, { scope, ...aChannel() });
  const send = (to = "ana@example.com") => sendTestMessage(services, { scope, channelId, to });
  resend.failNext("refuse-key");
  await expect(send()).rejects.toMatchObject({ code: "channel.key_refused" });
  resend.failNext("error");
  await expect(send()).rejects.toMatchObject({ code: "provider.unavailable" });
  resend.refuse = () => true;
  await expect(send()).rejects.toMatchObject({ code: "provider.rejected" });
  resend.refuse = () => false;
  await expect(send("nobody")).rejects.toMatchObject({ code: "request.invalid" });
  const content = { subject: "{{", preheader: "", body: "x" };
  await expect(sendTestMessage(services, { scope, channelId, to: "a@example.com", content })).rejects.toMatchObject({
    code: "template.invalid",
  });
});
