import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useLocation, useNavigate } from "@remix-run/react";
import { z } from "zod";
import { MessageSheet } from "../pages/outbox/message-sheet.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { cancelPlanned } from "../server/outbox/cancel-planned.server.ts";
import { getOutboxMessage } from "../server/outbox/get-outbox-message.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";

const idSchema = z.coerce.number().int().min(1);

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const message = await getOutboxMessage(context.services, { scope, intentId: parseInput(idSchema, params["id"]) });
  return { message, canCancel: hasRole(scope, "editor") };
}

/** Cancels a planned message. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context, "editor"));
  const intentId = parseInput(idSchema, params["id"]);
  await cancelPlanned(context.services, { scope, intentId });
  return redirect(`/outbox/${intentId}`);
}

export default function OutboxMessageRoute() {
  const { message, canCancel } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const navigate = useNavigate();
  return (
    <MessageSheet
      key={message.id}
      message={message}
      canCancel={canCancel}
      onClose={() => navigate(`/outbox${search}`, { preventScrollReset: true })}
    />
  );
}
