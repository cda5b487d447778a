import type { SqlOrTx } from "#db/client.ts";
import { insertChannel, listChannels, lockWorkspaceChannels } from "#db/queries/channels.ts";

type Sender = { workspaceId: number; workspaceName: string };

/** Gives a workspace without channels the sandbox, so that every journey can run at once. Returns the default channel's id. */
export async function ensureDefaultChannel(tx: SqlOrTx, { workspaceId, workspaceName }: Sender): Promise<number> {
  await lockWorkspaceChannels(tx, { workspaceId });
  const [first] = await listChannels(tx, { workspaceId });
  if (first !== undefined) return first.id;
  // The name may hold signs that mean something in a header.
  const fromName = workspaceName
    .replace(/[\p{Cc}<>"\\\s]+/gu, " ")
    .trim()
    .slice(0, 120);
  const settings = { fromName, fromEmail: "hello@sandbox.example" };
  return insertChannel(tx, { workspaceId, provider: "sandbox", name: "Sandbox", settings, secret: undefined });
}
