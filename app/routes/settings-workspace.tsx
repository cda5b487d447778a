import { parseWithZod } from "@conform-to/zod/v4";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { selectWorkspace } from "#db/queries/workspaces.ts";
import { AppError } from "../errors/app-error.ts";
import { WorkspacePage, workspaceSchema } from "../pages/settings/workspace-page.tsx";
import { requireMember } from "../server/auth/session.server.ts";
import { answerForm } from "../server/http/answer-form.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";
import { updateWorkspace } from "../server/workspaces/update-workspace.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireMember(request, context);
  const workspace = await selectWorkspace(context.services.sql, actor);
  if (!workspace) throw new AppError("request.not_found");
  const { name, language, timeZone } = workspace;
  return {
    workspace: { name, language, timeZone },
    timeZones: Intl.supportedValuesOf("timeZone"),
    canManage: hasRole(actor, "admin"),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const scope = scopeOfActor(await requireMember(request, context));
  const submission = parseWithZod(await request.formData(), { schema: workspaceSchema });
  return answerForm(submission, async (values) => {
    await updateWorkspace(context.services, { scope, ...values });
    return { done: "settings.workspace.saved" };
  });
}

export default function WorkspaceSettings() {
  return <WorkspacePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
