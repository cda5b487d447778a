import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { journeyIdSchema } from "../api/schemas.ts";
import { AppError } from "../errors/app-error.ts";
import { requireMember } from "../server/auth/session.server.ts";
import { listStepPeople } from "../server/journeys/list-step-people.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";

/** The people at a step (`?node=`) or on the whole way, for the inspector. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const journeyId = journeyIdSchema.safeParse(params["id"]);
  if (!journeyId.success) throw new AppError("request.not_found");
  const nodeId = new URL(request.url).searchParams.get("node") ?? undefined;
  return json(await listStepPeople(context.services, { scope, journeyId: journeyId.data, nodeId }));
}
