import { findOpenKey, type KeyKind } from "#db/queries/keys.ts";
import { AppError } from "../../errors/app-error.ts";
import { apiKeyRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { hashKey } from "./key-secret.server.ts";

/** Whom a key speaks for. Throws auth.invalid_key for unknown, revoked and wrong-kind keys alike. */
export async function authenticateKey(
  { sql }: Pick<Services, "sql">,
  { kind, key }: { kind: KeyKind; key: string },
): Promise<Scope & { keyId: number }> {
  const found = await findOpenKey(sql, { kind, hash: hashKey(key) });
  if (found === undefined) throw new AppError("auth.invalid_key");
  return { workspaceId: found.workspaceId, role: apiKeyRole, keyId: found.id };
}
