import { sql } from "drizzle-orm";
import type { JourneyGraph } from "../../app/engine/graph.ts";
import type { DbOrTx, Sql } from "../client.ts";

export type DraftKey = { workspaceId: number; journeyId: number };
export type StoredDraft = { epoch: number; snapshot: Uint8Array; updates: { sequence: number; update: Uint8Array }[] };
export type NewUpdate = {
  workspaceId: number;
  journeyId: number;
  epoch: number;
  update: Uint8Array;
  userId: string | undefined;
};

/** The channel on which `replaceDraft` tells open rooms of an update that did not come through them. */
export const draftChannel = "lotse_draft";

export async function insertDraft(
  db: DbOrTx,
  { workspaceId, journeyId, snapshot, graph }: DraftKey & { snapshot: Uint8Array; graph: JourneyGraph },
): Promise<boolean> {
  const rows = await db.execute(sql`
    insert into collab_document (journey_id, workspace_id, epoch, snapshot, graph)
    select id, workspace_id, epoch, ${asBytes(snapshot)}, ${JSON.stringify(graph)}::jsonb
    from journey where id = ${journeyId} and workspace_id = ${workspaceId}
    on conflict (journey_id) do nothing
    returning journey_id`);
  return rows.length > 0;
}

/** The epoch of a draft; undefined when the workspace has no such journey. */
export async function selectDraftEpoch(db: DbOrTx, { workspaceId, journeyId }: DraftKey): Promise<number | undefined> {
  const rows = await db.execute<{ epoch: number }>(sql`
    select epoch from collab_document where journey_id = ${journeyId} and workspace_id = ${workspaceId}`);
  return rows[0]?.epoch;
}

/** Keeps other writers of this draft's rows waiting until the transaction ends; false when there is no such draft. */
export async function lockDraft(tx: DbOrTx, { workspaceId, journeyId }: DraftKey): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from collab_document where journey_id = ${journeyId} and workspace_id = ${workspaceId} for update`);
  return rows.length > 0;
}

/**
 * The snapshot and every update beside it. One statement, so that a compaction between two reads cannot hide an edit. All rows count,
 * whatever their sequence: a number is taken before its commit, so a lower one may appear after a higher one was folded.
 */
export async function selectDraft(db: DbOrTx, { workspaceId, journeyId }: DraftKey): Promise<StoredDraft | undefined> {
  const rows = await db.execute<{ epoch: number; sequence: string | number | null; bytes: Uint8Array }>(sql`
    with document as (
      select journey_id, epoch, snapshot from collab_document where journey_id = ${journeyId} and workspace_id = ${workspaceId}
    )
    select epoch, null::bigint as sequence, snapshot as bytes from document
    union all
    select u.epoch, u.sequence, u.update from collab_update u join document d using (journey_id, epoch)
    order by sequence nulls first`);
  const [first, ...rest] = rows;
  if (!first) return undefined;
  const updates = rest.map((row) => ({ sequence: Number(row.sequence), update: row.bytes }));
  return { epoch: first.epoch, snapshot: first.bytes, updates };
}

/** Appends updates in one statement. Returns the journeys (as `id/epoch`) that took theirs; others were deleted or have a new epoch. */
export async function insertUpdates(sqlClient: Sql, updates: readonly NewUpdate[]): Promise<Set<string>> {
  const rows = await sqlClient<{ journeyId: number; epoch: number }[]>`
    insert into collab_update (journey_id, epoch, update, user_id)
    select u.journey_id, u.epoch, decode(u.update, 'base64'), u.user_id
    from unnest(
      ${updates.map((entry) => entry.workspaceId)}::int[], ${updates.map((entry) => entry.journeyId)}::int[],
      ${updates.map((entry) => entry.epoch)}::int[], ${updates.map((entry) => Buffer.from(entry.update).toString("base64"))}::text[],
      ${updates.map((entry) => entry.userId ?? null)}::text[]
    ) with ordinality as u(workspace_id, journey_id, epoch, update, user_id, place)
    join collab_document d on d.journey_id = u.journey_id and d.epoch = u.epoch and d.workspace_id = u.workspace_id
    order by u.place
    returning journey_id as "journeyId", epoch`;
  return new Set(rows.map((row) => `${row.journeyId}/${row.epoch}`));
}

/** Appends one update inside a transaction and tells open rooms when it commits. */
export async function appendUpdate(
  tx: DbOrTx,
  { workspaceId, journeyId, update, userId }: DraftKey & { update: Uint8Array; userId: string | undefined },
): Promise<void> {
  await tx.execute(sql`
    with added as (
      insert into collab_update (journey_id, epoch, update, user_id)
      select journey_id, epoch, ${asBytes(update)}, ${userId ?? null}
      from collab_document where journey_id = ${journeyId} and workspace_id = ${workspaceId}
      returning journey_id
    )
    select pg_notify(${draftChannel}, journey_id::text) from added`);
}

/** Replaces the snapshot by one that holds the given updates, and takes exactly these away. Call under `lockDraft`. */
export async function foldUpdates(
  tx: DbOrTx,
  {
    workspaceId,
    journeyId,
    snapshot,
    graph,
    sequences,
  }: DraftKey & { snapshot: Uint8Array; graph: JourneyGraph; sequences: readonly number[] },
): Promise<void> {
  const last = sequences.at(-1) ?? 0;
  await tx.execute(sql`
    update collab_document
    set snapshot = ${asBytes(snapshot)}, graph = ${JSON.stringify(graph)}::jsonb,
      snapshot_sequence = greatest(snapshot_sequence, ${last}::bigint), updated_at = now()
    where journey_id = ${journeyId} and workspace_id = ${workspaceId}`);
  await tx.execute(
    sql`update journey set updated_at = now() where id = ${journeyId} and workspace_id = ${workspaceId}`,
  );
  await tx.execute(sql`
    delete from collab_update u using collab_document d
    where d.journey_id = ${journeyId} and d.workspace_id = ${workspaceId} and u.journey_id = d.journey_id and u.epoch = d.epoch
      and u.sequence in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(sequences)}::jsonb))`);
}

export async function storeDraftGraph(
  tx: DbOrTx,
  { workspaceId, journeyId, graph }: DraftKey & { graph: JourneyGraph },
): Promise<void> {
  await tx.execute(sql`
    update collab_document set graph = ${JSON.stringify(graph)}::jsonb, updated_at = now()
    where journey_id = ${journeyId} and workspace_id = ${workspaceId}`);
  await tx.execute(
    sql`update journey set updated_at = now() where id = ${journeyId} and workspace_id = ${workspaceId}`,
  );
}

/** Base64 travels as text, so the driver needs no type for it. */
function asBytes(bytes: Uint8Array) {
  return sql`decode(${Buffer.from(bytes).toString("base64")}, 'base64')`;
}
