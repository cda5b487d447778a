import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { AppError } from "../errors/app-error.ts";
import { requireMember } from "../server/auth/session.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { getOutboxMessage } from "../server/outbox/get-outbox-message.server.ts";
import { scopeOfActor } from "../server/scope.server.ts";

/** Mail styles itself with attributes, and may do nothing else: no script, no form, no request, no frame but ours around it. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-same-origin";

/** The HTML of one mail as a document of its own, for the frame in the outbox. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const intentId = parseInput(z.coerce.number().int().min(1), params["id"]);
  const { email } = await getOutboxMessage(context.services, { scope, intentId });
  if (!email) throw new AppError("request.not_found");
  return new Response(email.html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": mailPolicy,
      "cache-control": "private, no-store",
    },
  });
}
