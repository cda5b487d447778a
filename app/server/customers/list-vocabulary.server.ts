import { selectVocabulary } from "#db/queries/customers.ts";
import type { Vocabulary } from "../../nodes/node-editor.ts";
import type { Services } from "../services.server.ts";

/** More than this a picker cannot show; the search in it works on what is loaded. */
const MOST_NAMES = 500;

/** What pickers offer in a workspace: events seen lately first, attributes with their types, channels. */
export async function listVocabulary(
  { sql }: Pick<Services, "sql">,
  { workspaceId }: { workspaceId: number },
): Promise<Vocabulary> {
  return selectVocabulary(sql, { workspaceId, limit: MOST_NAMES });
}
