import { hasUsers, lockFirstOwner } from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Language } from "../../i18n/messages.ts";
import type { Services } from "../services.server.ts";
import { addWorkspace } from "../workspaces/create-workspace.server.ts";
import { createUser } from "./create-user.server.ts";

/** Creates the first person with a workspace they own. Throws auth.forbidden as soon as anybody has an account here. */
export async function createFirstOwner(
  { sql }: Pick<Services, "sql">,
  input: { name: string; email: string; password: string; workspaceName: string; language: Language; timeZone: string },
): Promise<{ userId: string; workspaceId: number }> {
  return sql.begin(async (tx) => {
    await lockFirstOwner(tx);
    if (await hasUsers(tx)) throw new AppError("auth.forbidden", { role: "owner" });
    const userId = await createUser(tx, input);
    const workspaceId = await addWorkspace(tx, {
      userId,
      name: input.workspaceName,
      language: input.language,
      timeZone: input.timeZone,
    });
    return { userId, workspaceId };
  });
}
