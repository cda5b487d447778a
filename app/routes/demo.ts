import { type ActionFunctionArgs, json } from "@remix-run/node";
import { z } from "zod";
import { requireMember } from "../server/auth/session.server.ts";
import { endDemo } from "../server/demo/end-demo.server.ts";
import { pauseDemo } from "../server/demo/pause-demo.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";

const inputSchema = z.object({ do: z.enum(["pause", "resume", "end"]) });

/** Pause, go on, or clear the demo. */
export async function action({ request, context }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const input = parseInput(inputSchema, Object.fromEntries(await request.formData()));
  if (input.do === "end") await endDemo(context.services, { scope });
  else await pauseDemo(context.services, { scope, isPaused: input.do === "pause" });
  return json({ ok: true });
}
