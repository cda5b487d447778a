import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type AppLoadContext, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { AppError } from "../errors/app-error.ts";
import { inviteMemberSchema } from "../pages/settings/invite-dialog.tsx";
import { MembersPage } from "../pages/settings/members-page.tsx";
import { roleChoice } from "../pages/shell/form-schemas.ts";
import { useShell } from "../pages/shell/shell-data.ts";
import { requireMember } from "../server/auth/session.server.ts";
import { answerAct } from "../server/http/answer-act.server.ts";
import { answerForm } from "../server/http/answer-form.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";
import { changeRole } from "../server/members/change-role.server.ts";
import { inviteMember } from "../server/members/invite-member.server.ts";
import { listMembers } from "../server/members/list-members.server.ts";
import { removeMember } from "../server/members/remove-member.server.ts";
import { revokeInvitation } from "../server/members/revoke-invitation.server.ts";
import { hasRole, scopeOfActor } from "../server/scope.server.ts";
import type { Actor } from "../server/services.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await requireMember(request, context);
  const { members, invitations } = await listMembers(context.services, { scope: scopeOfActor(actor) });
  return { members, invitations, canManage: hasRole(actor, "admin") };
}

const userId = z.string().min(1).max(100);
const actSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("role"), userId, role: roleChoice }),
  z.object({ do: z.literal("remove"), userId }),
  z.object({ do: z.literal("revoke"), invitationId: z.coerce.number().int(), email: z.string().max(254) }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = await requireMember(request, context);
  const scope = { ...scopeOfActor(actor), actorId: actor.userId };
  const formData = await request.formData();
  if (formData.get("do") === "invite") {
    const submission = parseWithZod(formData, { schema: inviteMemberSchema });
    return answerForm(submission, (values) => inviteMember(context.services, { scope, ...values }));
  }
  return performAct(actor, context, parseInput(actSchema, Object.fromEntries(formData)));
}

async function performAct(
  actor: Actor,
  { services, revokeConnections }: AppLoadContext,
  act: z.infer<typeof actSchema>,
) {
  const scope = scopeOfActor(actor);
  if (act.do === "revoke") {
    const { invitationId, email } = act;
    return answerAct(() => revokeInvitation(services, { scope, invitationId }), {
      key: "settings.members.revoked",
      params: { email },
    });
  }
  const { members } = await listMembers(services, { scope });
  const name = members.find((member) => member.userId === act.userId)?.name;
  if (name === undefined) throw new AppError("request.not_found");
  if (act.do === "role") {
    const { role } = act;
    const change = async (): Promise<void> => {
      await changeRole(services, { scope, userId: act.userId, role });
      revokeConnections(act.userId, scope.workspaceId);
    };
    return answerAct(change, { key: "settings.members.roleSaved", params: { name, role } });
  }
  const remove = async (): Promise<void> => {
    await removeMember(services, { scope, userId: act.userId });
    revokeConnections(act.userId, scope.workspaceId);
  };
  const answer = await answerAct(remove, { key: "settings.members.removed", params: { name } });
  return answer.isDone && act.userId === actor.userId ? redirect("/") : answer;
}

export default function Members() {
  const data = useLoaderData<typeof loader>();
  const { member, workspace } = useShell();
  return <MembersPage {...data} self={{ userId: member.userId, role: member.role, workspaceName: workspace.name }} />;
}
