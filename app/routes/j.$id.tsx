import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { journeyIdSchema } from "../api/schemas.ts";
import type { CanvasData } from "../canvas/canvas-data.ts";
import { CanvasPage } from "../canvas/canvas-page.tsx";
import type { ActAnswer } from "../canvas/use-journey-acts.ts";
import { AppError } from "../errors/app-error.ts";
import { requireMember } from "../server/auth/session.server.ts";
import { loadCanvas } from "../server/journeys/load-canvas.server.ts";
import { pauseJourney } from "../server/journeys/pause-journey.server.ts";
import { publishJourney } from "../server/journeys/publish-journey.server.ts";
import { renameJourney } from "../server/journeys/rename-journey.server.ts";
import { resumeJourney } from "../server/journeys/resume-journey.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";
import type { Services } from "../server/services.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const member = await requireMember(request, context);
  const data: CanvasData = {
    ...(await loadCanvas(context.services, { scope: scopeOfActor(member), journeyId: journeyIdOf(params) })),
    userId: member.userId,
  };
  return data;
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const form = await request.formData();
  const act = String(form.get("act"));
  try {
    return json<ActAnswer>(await doAct(context.services, { scope, journeyId: journeyIdOf(params), act, form }));
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    return json<ActAnswer>({ ok: false, act, code: error.code, params: error.params }, { status: error.status });
  }
}

type Act = { scope: ReturnType<typeof scopeOfActor>; journeyId: number; act: string; form: FormData };

async function doAct(services: Services, { scope, journeyId, act, form }: Act): Promise<ActAnswer> {
  switch (act) {
    case "rename":
      await renameJourney(services, { scope, journeyId, name: String(form.get("name") ?? "") });
      return { ok: true, act };
    case "pause":
      await pauseJourney(services, { scope, journeyId });
      return { ok: true, act };
    case "resume":
      await resumeJourney(services, { scope, journeyId });
      return { ok: true, act };
    case "publish": {
      const expectedHash = String(form.get("hash") ?? "") || undefined;
      const { version } = await publishJourney(services, { scope, journeyId, expectedHash });
      return { ok: true, act, version };
    }
    default:
      throw new AppError("request.invalid");
  }
}

function journeyIdOf(params: LoaderFunctionArgs["params"]): number {
  const parsed = journeyIdSchema.safeParse(params["id"]);
  if (!parsed.success) throw new AppError("request.not_found");
  return parsed.data;
}

/** Only an act changes what this page loads; the draft itself comes over the shared document. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, currentParams, nextParams }) =>
  (formMethod !== undefined && formMethod !== "GET") || currentParams["id"] !== nextParams["id"];

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `${data.journey.name} · Lotse` }] : [];

export default function JourneyRoute() {
  const data = useLoaderData<typeof loader>();
  return <CanvasPage key={data.journey.id} data={data as CanvasData} />;
}
