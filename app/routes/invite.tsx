import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { InvitePage, inviteSchema } from "../pages/auth/invite-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { readSession, workspaceCookie } from "../server/auth/session.server.ts";
import { startSession } from "../server/auth/sign-in.server.ts";
import { requestLanguage } from "../server/http/request-language.server.ts";
import { acceptInvitation, readInvitation } from "../server/members/accept-invitation.server.ts";

export const handle: PageHandle = { title: "auth.invite.pageTitle" };

export async function loader({ request, params, context: { services } }: LoaderFunctionArgs) {
  const { workspaceName, role, email, hasAccount } = await readInvitation(services, { token: params["token"] ?? "" });
  const session = await readSession(services, request.headers);
  return { token: params["token"] ?? "", workspaceName, role, email, hasAccount, signedInAs: session?.email };
}

export async function action({ request, params, context: { services, clientAddress } }: ActionFunctionArgs) {
  const token = params["token"] ?? "";
  const session = await readSession(services, request.headers);
  if (session) {
    const { workspaceId } = await acceptInvitation(services, { token, joiner: { userId: session.userId } });
    return redirect("/", { headers: { "set-cookie": workspaceCookie(services, workspaceId) } });
  }
  const submission = parseWithZod(await request.formData(), { schema: inviteSchema });
  if (submission.status !== "success") return { result: submission.reply() };
  const { name, password } = submission.value;
  const joiner = { name, password, language: requestLanguage(request) };
  const { email, workspaceId } = await acceptInvitation(services, { token, joiner });
  const headers = (await startSession(services, { email, password, clientAddress })) ?? new Headers();
  headers.append("set-cookie", workspaceCookie(services, workspaceId));
  return redirect("/", { headers });
}

export default function Invite() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return <InvitePage {...data} answer={answer} />;
}
