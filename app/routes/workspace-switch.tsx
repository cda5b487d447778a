import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { selectMemberships } from "#db/queries/members.ts";
import { AppError } from "../errors/app-error.ts";
import { requireMember, workspaceCookie } from "../server/auth/session.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const { services } = context;
  const member = await requireMember(request, context);
  const wanted = Number((await request.formData()).get("workspaceId"));
  const memberships = await selectMemberships(services.sql, { userId: member.userId });
  if (!memberships.some(({ workspaceId }) => workspaceId === wanted)) throw new AppError("request.not_found");
  return redirect("/", { headers: { "set-cookie": workspaceCookie(services, wanted) } });
}
