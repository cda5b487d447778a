import {
  insertMember,
  isEmailTaken,
  lockInvitation,
  markInvitationAccepted,
  type OpenInvitation,
} from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Language } from "../../i18n/messages.ts";
import { createUser } from "../auth/create-user.server.ts";
import type { Services } from "../services.server.ts";
import { hashInvitationToken } from "./invitation-token.server.ts";

/** What an invitation link offers, and whether its address has an account here. Throws invitation.invalid. */
export async function readInvitation(
  { sql }: Pick<Services, "sql">,
  { token }: { token: string },
): Promise<OpenInvitation & { hasAccount: boolean }> {
  const invitation = await lockInvitation(sql, { tokenHash: hashInvitationToken(token) });
  if (!invitation) throw new AppError("invitation.invalid");
  return { ...invitation, hasAccount: await isEmailTaken(sql, { email: invitation.email }) };
}

type Joiner = { userId: string } | { name: string; password: string; language: Language };

/** Joins the invited workspace, with an existing account or a new one; a link works once. Throws invitation.invalid. */
export async function acceptInvitation(
  { sql }: Pick<Services, "sql">,
  { token, joiner }: { token: string; joiner: Joiner },
): Promise<{ workspaceId: number; email: string }> {
  return sql.begin(async (tx) => {
    const invitation = await lockInvitation(tx, { tokenHash: hashInvitationToken(token) });
    if (!invitation) throw new AppError("invitation.invalid");
    const { workspaceId, email, role } = invitation;
    const userId = "userId" in joiner ? joiner.userId : await createUser(tx, { ...joiner, email });
    await insertMember(tx, { workspaceId, userId, role });
    await markInvitationAccepted(tx, { invitationId: invitation.id });
    return { workspaceId, email };
  });
}
