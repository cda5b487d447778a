import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AppError } from "../errors/app-error.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { JourneyPage } from "../pages/journeys/journey-page.tsx";
import type { JourneyTableRow } from "../pages/journeys/journey-table.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { createJourney } from "../server/journeys/create-journey.server.ts";
import { type ListedJourney, listJourneys } from "../server/journeys/list-journeys.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const journeys = await listJourneys(context.services, { scope });
  return { rows: journeys.map(toRow), now: new Date().toISOString(), canEdit: hasRole(scope, "editor") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const name = String((await request.formData()).get("name") ?? "").trim();
  try {
    const { journeyId } = await createJourney(context.services, { scope, name });
    return redirect(`/j/${journeyId}`);
  } catch (error) {
    if (error instanceof AppError && error.code === "request.invalid")
      return data({ nameFault: name === "" ? ("required" as const) : ("invalid" as const) }, { status: error.status });
    throw error;
  }
}

export default function JourneysRoute() {
  const answer = useActionData<typeof action>();
  return <JourneyPage {...useLoaderData<typeof loader>()} nameFault={answer?.nameFault} />;
}

function toRow(journey: ListedJourney): JourneyTableRow {
  const hasGoal = journey.preview.nodes.some((node) => node.type === "goal");
  return {
    id: journey.id,
    name: journey.name,
    state: journey.state,
    version: journey.version,
    onTheirWay: journey.peopleNow,
    entered: journey.entered,
    reachedGoal: hasGoal ? journey.reachedGoal : undefined,
    ownerName: journey.owner,
    changedAt: journey.updatedAt.toISOString(),
    preview: {
      nodes: journey.preview.nodes.map(({ id, type, x, y }) => ({
        id,
        x,
        y,
        family: nodeTypes.get(type)?.family ?? "data",
      })),
      edges: journey.preview.edges,
    },
  };
}
