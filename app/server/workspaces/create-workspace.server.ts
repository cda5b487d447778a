import type { SqlOrTx } from "#db/client.ts";
import { insertMember } from "#db/queries/members.ts";
import { insertWorkspace } from "#db/queries/workspaces.ts";
import type { Language } from "../../i18n/messages.ts";
import { ensureDefaultChannel } from "../channels/ensure-default-channel.server.ts";
import type { Services } from "../services.server.ts";

export type NewWorkspace = { userId: string; name: string; language: Language; timeZone: string };

/** Creates a workspace owned by this person, with a sandbox channel so that journeys can run at once; complete or not at all. Returns its id. */
export async function createWorkspace({ sql }: Pick<Services, "sql">, input: NewWorkspace): Promise<number> {
  return sql.begin((tx) => addWorkspace(tx, input));
}

/** The same inside a transaction that is open already. */
export async function addWorkspace(tx: SqlOrTx, { userId, name, language, timeZone }: NewWorkspace): Promise<number> {
  const workspaceId = await insertWorkspace(tx, { name, language, timeZone });
  await insertMember(tx, { workspaceId, userId, role: "owner" });
  await ensureDefaultChannel(tx, { workspaceId, workspaceName: name });
  return workspaceId;
}
