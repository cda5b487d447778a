import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { faultOf } from "../errors/fault.ts";
import { channelSchema, testSchema } from "../pages/settings/channel-schemas.ts";
import type { ChannelRow } from "../pages/settings/channel-table.tsx";
import { ChannelsPage } from "../pages/settings/channels-page.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { createChannel } from "../server/channels/create-channel.server.ts";
import { listChannels } from "../server/channels/list-channels.server.ts";
import { removeChannel } from "../server/channels/remove-channel.server.ts";
import { sendTestMessage } from "../server/channels/send-test-message.server.ts";
import { setDefaultChannel } from "../server/channels/set-default-channel.server.ts";
import { updateChannel } from "../server/channels/update-channel.server.ts";
import { answerAct } from "../server/http/answer-act.server.ts";
import { answerForm } from "../server/http/answer-form.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { hasRole, type Scope, scopeOfActor } from "../server/scope.server.ts";
import type { Services } from "../server/services.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireMember(request, context);
  const channels = await listChannels(context.services, { scope: scopeOfActor(actor) });
  const rows = channels.map(
    ({ pausedAt, createdAt: _, ...channel }): ChannelRow => ({ ...channel, isPaused: pausedAt !== undefined }),
  );
  return {
    channels: rows,
    canManage: hasRole(actor, "admin"),
    canTest: hasRole(actor, "editor"),
    ownEmail: actor.email,
  };
}

const channelId = z.coerce.number().int();
const actSchema = z.object({
  do: z.enum(["default", "pause", "resume", "remove"]),
  channelId,
  name: z.string().max(80),
});

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, { services }));
  const formData = await request.formData();
  switch (formData.get("do")) {
    case "add":
    case "change":
      return storeChannel(services, scope, formData);
    case "test":
      return testChannel(services, scope, formData);
    default:
      return performAct(services, scope, parseInput(actSchema, Object.fromEntries(formData)));
  }
}

function storeChannel(services: Services, scope: Scope, formData: FormData) {
  const submission = parseWithZod(formData, { schema: channelSchema });
  return answerForm(submission, async ({ provider, name, fromName, fromEmail, replyTo, secret }) => {
    const values = {
      name,
      sender: { fromName, fromEmail, ...(replyTo === undefined ? {} : { replyTo }) },
      ...(secret === undefined ? {} : { secret }),
    };
    if (formData.get("do") === "add") {
      await createChannel(services, { scope, provider, ...values });
      return { done: "settings.channels.added" };
    }
    await updateChannel(services, { scope, channelId: parseInput(channelId, formData.get("channelId")), ...values });
    return { done: "settings.channels.saved" };
  });
}

function testChannel(services: Services, scope: Scope, formData: FormData) {
  const submission = parseWithZod(formData, { schema: testSchema });
  return answerForm(submission, async ({ to }) => {
    const id = parseInput(channelId, formData.get("channelId"));
    const { isSandbox } = await sendTestMessage(services, { scope, channelId: id, to });
    return { done: faultOf(isSandbox ? "settings.channels.testKept" : "settings.channels.testSent", { to }) };
  });
}

function performAct(services: Services, scope: Scope, act: z.infer<typeof actSchema>) {
  const target = { scope, channelId: act.channelId };
  const params = { name: act.name };
  switch (act.do) {
    case "default":
      return answerAct(() => setDefaultChannel(services, target), { key: "settings.channels.madeDefault", params });
    case "remove":
      return answerAct(() => removeChannel(services, target), { key: "settings.channels.removed", params });
    case "pause":
      return answerAct(() => updateChannel(services, { ...target, isPaused: true }), {
        key: "settings.channels.pausedDone",
        params,
      });
    case "resume":
      return answerAct(() => updateChannel(services, { ...target, isPaused: false }), {
        key: "settings.channels.resumed",
        params,
      });
  }
}

export default function Channels() {
  return <ChannelsPage {...useLoaderData<typeof loader>()} />;
}
