import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { selectMemberships } from "#db/queries/members.ts";
import { NewWorkspacePage, newWorkspaceSchema } from "../pages/auth/new-workspace-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { readSession, workspaceCookie } from "../server/auth/session.server.ts";
import { requestLanguage } from "../server/http/request-language.server.ts";
import { createWorkspace } from "../server/workspaces/create-workspace.server.ts";

export const handle: PageHandle = { title: "auth.workspace.title" };

export async function loader({ request, context: { services } }: LoaderFunctionArgs) {
  const session = await readSession(services, request.headers);
  if (!session) throw redirect("/sign-in");
  const memberships = await selectMemberships(services.sql, { userId: session.userId });
  return { hasOther: memberships.length > 0 };
}

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const session = await readSession(services, request.headers);
  if (!session) throw redirect("/sign-in");
  const submission = parseWithZod(await request.formData(), { schema: newWorkspaceSchema });
  if (submission.status !== "success") return { result: submission.reply() };
  const language = requestLanguage(request);
  const workspaceId = await createWorkspace(services, { userId: session.userId, language, ...submission.value });
  return redirect("/", { headers: { "set-cookie": workspaceCookie(services, workspaceId) } });
}

export default function NewWorkspace() {
  const { hasOther } = useLoaderData<typeof loader>();
  return <NewWorkspacePage answer={useActionData<typeof action>()} hasOther={hasOther} />;
}
