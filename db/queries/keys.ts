import type { SqlOrTx } from "../client.ts";

export type KeyKind = "write" | "api";
export type KeyRow = {
  id: number;
  kind: KeyKind;
  name: string;
  prefix: string;
  createdBy: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Stores a key by its hash; returns its id and when it was created. */
export async function insertKey(
  sql: SqlOrTx,
  key: {
    workspaceId: number;
    kind: KeyKind;
    name: string;
    prefix: string;
    hash: string;
    createdBy: string | undefined;
  },
): Promise<{ id: number; createdAt: Date }> {
  const [row] = await sql<{ id: number; createdAt: Date }[]>`
    insert into api_key (workspace_id, kind, name, prefix, hash, created_by)
    values (${key.workspaceId}, ${key.kind}, ${key.name}, ${key.prefix}, ${key.hash}, ${key.createdBy ?? null})
    returning id, created_at as "createdAt"`;
  if (!row) throw new Error("The key was not stored");
  return row;
}

/** A workspace's keys that were not revoked, newest first, with the name of who made them. */
export async function selectKeys(sql: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<KeyRow[]> {
  return sql<KeyRow[]>`
    select k.id, k.kind, k.name, k.prefix, u.name as "createdBy", k.created_at as "createdAt",
      k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt"
    from api_key k left join "user" u on u.id = k.created_by
    where k.workspace_id = ${workspaceId} and k.revoked_at is null
    order by k.id desc`;
}

/** Revokes a key at once; false if the workspace has no such open key. */
export async function revokeKey(
  sql: SqlOrTx,
  { workspaceId, keyId }: { workspaceId: number; keyId: number },
): Promise<boolean> {
  const rows = await sql`
    update api_key set revoked_at = now() where id = ${keyId} and workspace_id = ${workspaceId} and revoked_at is null returning id`;
  return rows.length > 0;
}

/** The open key with this hash, if any; notes its use at most once a minute. */
export async function findOpenKey(
  sql: SqlOrTx,
  { kind, hash }: { kind: KeyKind; hash: string },
): Promise<{ id: number; workspaceId: number } | undefined> {
  const [row] = await sql<{ id: number; workspaceId: number }[]>`
    with found as (
      select id, workspace_id, last_used_at from api_key where hash = ${hash} and kind = ${kind} and revoked_at is null
    ), touched as (
      update api_key k set last_used_at = now() from found f
      where k.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
    )
    select id, workspace_id as "workspaceId" from found`;
  return row;
}
