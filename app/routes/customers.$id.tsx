import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { CustomerPage } from "../pages/customers/customer-page.tsx";
import { displayName } from "../pages/customers/customer-table.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { getCustomer } from "../server/customers/get-customer.server.ts";
import { listUpcoming } from "../server/customers/list-upcoming.server.ts";
import { readTimeline } from "../server/customers/read-timeline.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { enrolCustomer } from "../server/journeys/enrol-customer.server.ts";
import { findJourney } from "../server/journeys/find-journey.server.ts";
import { listJourneys } from "../server/journeys/list-journeys.server.ts";
import { hasRole, type Scope, scopeOfActor } from "../server/scope.server.ts";
import type { Services } from "../server/services.server.ts";

const idSchema = z.coerce.number().int().min(1);
const kindSchema = z.enum(["event", "step", "message"]).optional().catch(undefined);

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${(data && displayName(data.customer)) ?? "Lotse"} · Lotse` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { services } = context;
  const scope = scopeOfActor(await requireMember(request, context));
  const customerId = parseInput(idSchema, params["id"]);
  const parameters = new URL(request.url).searchParams;
  const kind = kindSchema.parse(parameters.get("kind") ?? undefined);
  const after = parameters.get("after") ?? undefined;
  const [customer, timeline, upcoming, openJourneys] = await Promise.all([
    getCustomer(services, { scope, customerId }),
    readTimeline(services, { scope, customerId, after, kinds: kind && [kind] }),
    listUpcoming(services, { scope, customerId }),
    hasRole(scope, "editor") ? journeysWithManualEntry(services, scope) : null,
  ]);
  return {
    customer,
    entries: timeline.entries,
    next: timeline.next ?? null,
    upcoming,
    openJourneys,
    kind: kind ?? "all",
    isContinued: after !== undefined,
    now: new Date().toISOString(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { services } = context;
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const customerId = parseInput(idSchema, params["id"]);
  const journeyId = parseInput(idSchema, (await request.formData()).get("journeyId"));
  const { name } = await findJourney(services.db, { workspaceId: scope.workspaceId, journeyId });
  const { runId } = await enrolCustomer(services, { scope, journeyId, customer: { customerId }, key: randomUUID() });
  return { journey: name, hasEntered: runId !== undefined };
}

export default function CustomerRoute() {
  return <CustomerPage {...useLoaderData<typeof loader>()} />;
}

async function journeysWithManualEntry(services: Services, scope: Scope) {
  const live = await listJourneys(services, { scope, states: ["live"] });
  return live
    .filter(({ preview }) => preview.nodes.some(({ type }) => type === "manual-entry"))
    .map(({ id, name }) => ({ id, name }));
}
