import { z } from "zod";
import { insertKey, type KeyKind } from "#db/queries/keys.ts";
import { plainText } from "../../api/schemas.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { makeKey } from "./key-secret.server.ts";

const inputSchema = z.object({ kind: z.enum(["write", "api"]), name: plainText(80).trim().min(1) });

export type CreatedKey = { id: number; kind: KeyKind; name: string; prefix: string; key: string; createdAt: Date };

/** Makes a write key or an API key; the answer is the only place where the key itself ever stands. Admins and owners only. */
export async function createKey(
  { sql }: Pick<Services, "sql">,
  { scope, ...input }: { scope: Scope; kind: KeyKind; name: string },
): Promise<CreatedKey> {
  requireRole(scope, "admin");
  const { kind, name } = parseInput(inputSchema, input);
  const { key, prefix, hash } = makeKey(kind);
  const stored = await insertKey(sql, {
    workspaceId: scope.workspaceId,
    kind,
    name,
    prefix,
    hash,
    createdBy: scope.actorId,
  });
  return { ...stored, kind, name, prefix, key };
}
