import * as Y from "yjs";
import type { DbOrTx } from "#db/client.ts";
import {
  appendUpdate,
  type DraftKey,
  foldUpdates,
  insertDraft,
  lockDraft,
  type StoredDraft,
  selectDraft,
  storeDraftGraph,
} from "#db/queries/collab.ts";
import { newId } from "../../canvas/edit-transaction.ts";
import { replaceGraph } from "../../canvas/fragment-commands.ts";
import { readGraph, writeGraph } from "../../canvas/journey-document.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { AppError } from "../../errors/app-error.ts";

/**
 * The author of updates that the server makes from the stored draft. One fixed id instead of a new one per call, because a document
 * ages with the number of ids in it; safe because such updates are made only under the draft's row lock, from everything committed.
 */
const storeClientId = 1;

/** Seeds the draft document of a new journey; throws `request.not_found` when the journey is missing or has a draft already. */
export async function createDraft(
  db: DbOrTx,
  { workspaceId, journeyId, graph }: DraftKey & { graph: JourneyGraph },
): Promise<void> {
  const doc = new Y.Doc();
  doc.clientID = storeClientId;
  writeGraph(doc, graph);
  const snapshot = Y.encodeStateAsUpdateV2(doc);
  const isNew = await insertDraft(db, { workspaceId, journeyId, snapshot, graph: readGraph(doc) });
  doc.destroy();
  if (!isNew) throw new AppError("request.not_found");
}

/** The draft as stored now, in its normal form; throws `request.not_found` when the workspace has no such journey. */
export async function readDraft(db: DbOrTx, key: DraftKey): Promise<JourneyGraph> {
  const { doc } = await loadDraft(db, key);
  const graph = readGraph(doc);
  doc.destroy();
  return graph;
}

/**
 * Turns the draft into `graph` as a forward edit that open windows receive and can work on. Everything committed is taken into
 * account; what people change at the same moment is merged. Throws `request.not_found` when the workspace has no such journey.
 */
export async function replaceDraft(
  { db }: { db: DbOrTx },
  { workspaceId, journeyId, graph, userId }: DraftKey & { graph: JourneyGraph; userId?: string | undefined },
): Promise<JourneyGraph> {
  return db.transaction(async (tx) => {
    if (!(await lockDraft(tx, { workspaceId, journeyId }))) throw new AppError("request.not_found");
    const { doc } = await loadDraft(tx, { workspaceId, journeyId });
    doc.clientID = storeClientId;
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    replaceGraph({ doc, userId: userId ?? "", now: Date.now, newId }, { graph });
    const result = readGraph(doc);
    doc.destroy();
    if (updates.length === 0) return result;
    await appendUpdate(tx, { workspaceId, journeyId, update: Y.mergeUpdates(updates), userId });
    await storeDraftGraph(tx, { workspaceId, journeyId, graph: result });
    return result;
  });
}

/** Folds the updates of a draft into its snapshot; does nothing when there are none. Safe beside writers: it removes only what it read. */
export async function compactDraft(db: DbOrTx, key: DraftKey): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await lockDraft(tx, key))) return;
    const { doc, stored } = await loadDraft(tx, key);
    if (stored.updates.length > 0) {
      const sequences = stored.updates.map((entry) => entry.sequence);
      await foldUpdates(tx, { ...key, snapshot: Y.encodeStateAsUpdateV2(doc), graph: readGraph(doc), sequences });
    }
    doc.destroy();
  });
}

/** The draft as a document. Throws when a stored part cannot be read: a room must never start from less than what was saved. */
export async function loadDraft(db: DbOrTx, key: DraftKey): Promise<{ doc: Y.Doc; stored: StoredDraft }> {
  const stored = await selectDraft(db, key);
  if (!stored) throw new AppError("request.not_found");
  const doc = new Y.Doc();
  doc.transact(() => {
    Y.applyUpdateV2(doc, stored.snapshot);
    for (const { update } of stored.updates) Y.applyUpdate(doc, update);
  });
  return { doc, stored };
}
