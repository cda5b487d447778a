import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listChannels } from "#db/queries/channels.ts";
import { readDemoState } from "#db/queries/demo.ts";
import { OutboxPage } from "../pages/outbox/outbox-page.tsx";
import { messageStates } from "../pages/outbox/outbox-view.ts";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { requireMember } from "../server/auth/session.server.ts";

import { listOutbox } from "../server/outbox/list-outbox.server.ts";
import { type Scope, scopeOfActor } from "../server/scope.server.ts";
import type { Services } from "../server/services.server.ts";

export const handle: PageHandle = { title: "outbox.title" };
const stateSchema = z.enum(messageStates).optional().catch(undefined);

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { services } = context;
  const scope = scopeOfActor(await requireMember(request, context));
  const parameters = new URL(request.url).searchParams;
  const state = stateSchema.parse(parameters.get("state") ?? undefined);
  const search = parameters.get("q") ?? "";
  const after = parameters.get("after") ?? undefined;
  const [{ rows, next }, notice] = await Promise.all([
    listOutbox(services, { scope, filter: { state, search }, after }),
    noticeFor(services, scope),
  ]);
  return {
    rows,
    next,
    state: state ?? "all",
    search,
    isContinued: after !== undefined,
    now: new Date().toISOString(),
    notice,
  };
}

export default function OutboxRoute() {
  return <OutboxPage {...useLoaderData<typeof loader>()} />;
}

async function noticeFor(services: Services, scope: Scope): Promise<"demo" | "sandbox" | undefined> {
  const channels = await listChannels(services.sql, scope);
  const standard = channels.find((channel) => channel.isDefault);
  if (standard !== undefined && standard.provider !== "sandbox") return undefined;
  return (await readDemoState(services.sql, scope)) ? "demo" : "sandbox";
}
