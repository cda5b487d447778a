import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { createKeySchema } from "../pages/settings/create-key-dialog.tsx";
import { KeysPage } from "../pages/settings/keys-page.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { answerAct } from "../server/http/answer-act.server.ts";
import { answerForm } from "../server/http/answer-form.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { createKey } from "../server/keys/create-key.server.ts";
import { listKeys } from "../server/keys/list-keys.server.ts";
import { revokeKey } from "../server/keys/revoke-key.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const keys = hasRole(scope, "admin") ? await listKeys(context.services, { scope }) : undefined;
  return { keys, now: new Date().toISOString() };
}

const revokeSchema = z.object({ do: z.literal("revoke"), keyId: z.coerce.number().int(), name: z.string().max(80) });

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, { services }));
  const formData = await request.formData();
  if (formData.get("do") === "create") {
    const submission = parseWithZod(formData, { schema: createKeySchema });
    return answerForm(submission, async (values) => {
      const { key, name } = await createKey(services, { scope, ...values });
      return { key, name };
    });
  }
  const { keyId, name } = parseInput(revokeSchema, Object.fromEntries(formData));
  return answerAct(() => revokeKey(services, { scope, keyId }), { key: "settings.keys.revoked", params: { name } });
}

export default function Keys() {
  const { keys, now } = useLoaderData<typeof loader>();
  return <KeysPage keys={keys} now={now} />;
}
