import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { readDemoState } from "#db/queries/demo.ts";
import { requireMember } from "../server/auth/session.server.ts";
import { endDemo } from "../server/demo/end-demo.server.ts";
import { pauseDemo } from "../server/demo/pause-demo.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";

const inputSchema = z.object({ do: z.enum(["pause", "resume", "end"]) });

/** The state of the demo for its controls; null once it has been cleared. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const state = await readDemoState(context.services.sql, scope);
  return state ? { ...state, canPause: hasRole(scope, "editor"), canEnd: hasRole(scope, "admin") } : null;
}

/** Pause, go on, or clear the demo. */
export async function action({ request, context }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const input = parseInput(inputSchema, Object.fromEntries(await request.formData()));
  if (input.do === "end") {
    await endDemo(context.services, { scope });
    return redirect("/journeys");
  }
  await pauseDemo(context.services, { scope, isPaused: input.do === "pause" });
  return null;
}
