import type { SqlOrTx } from "#db/client.ts";
import { findOpenKey } from "#db/queries/keys.ts";
import { AppError } from "../../errors/app-error.ts";
import { hashKey } from "../keys/key-secret.server.ts";

/** A revoked key is refused after at most this long. */
const KNOWN_FOR_MS = 10_000;
const MOST_KNOWN = 10_000;

export type WriteKeys = {
  /** The workspace a write key belongs to. Throws auth.invalid_key for unknown, revoked and management keys alike. */
  workspaceOf: (key: string) => Promise<number>;
};

type Known = { until: number; workspaceId: Promise<number | undefined> };

/** Remembers for ten seconds which keys are good and which are not; requests that ask at once share one query. */
export function createWriteKeys(
  sql: SqlOrTx,
  { now = () => performance.now() }: { now?: () => number } = {},
): WriteKeys {
  const known = new Map<string, Known>();

  const look = (hash: string): Promise<number | undefined> => {
    const entry = known.get(hash);
    if (entry && entry.until > now()) return entry.workspaceId;
    const workspaceId = findOpenKey(sql, { kind: "write", hash }).then((found) => found?.workspaceId);
    known.delete(hash);
    known.set(hash, { until: now() + KNOWN_FOR_MS, workspaceId });
    const oldest = known.keys().next().value;
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    workspaceId.catch(() => known.delete(hash));
    return workspaceId;
  };

  return {
    workspaceOf: async (key) => {
      const workspaceId = await look(hashKey(key));
      if (workspaceId === undefined) throw new AppError("auth.invalid_key");
      return workspaceId;
    },
  };
}

/** The write key of a request's Authorization header: user name of Basic, or the bearer token. Empty counts as none. */
export function keyOfHeader(header: string | undefined): string | undefined {
  const [scheme = "", credentials = ""] = (header ?? "").trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === "bearer") return credentials || undefined;
  if (scheme.toLowerCase() !== "basic") return undefined;
  const [user = ""] = Buffer.from(credentials, "base64").toString("utf8").split(":", 1);
  return user || undefined;
}
