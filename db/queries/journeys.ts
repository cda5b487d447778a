import { and, eq, max, sql } from "drizzle-orm";
import type { JourneyGraph } from "../../app/engine/graph.ts";
import type { DbOrTx } from "../client.ts";
import { journey, journeyVersion } from "../schema/journey.ts";

export type JourneyState = "draft" | "live" | "paused" | "archived";
export type JourneyRow = {
  id: number;
  name: string;
  state: JourneyState;
  epoch: number;
  liveVersion: { id: number; number: number; hash: string } | undefined;
  createdAt: Date;
  updatedAt: Date;
};
export type VersionRow = { id: number; number: number; graph: JourneyGraph; hash: string; publishedAt: Date };

type JourneyKey = { workspaceId: number; journeyId: number };

const ofJourney = ({ workspaceId, journeyId }: JourneyKey) =>
  and(eq(journey.id, journeyId), eq(journey.workspaceId, workspaceId));

/** A new journey in state draft; returns its id. Its draft document is stored by the draft store. */
export async function insertJourney(
  db: DbOrTx,
  values: { workspaceId: number; name: string; createdBy: string | undefined },
): Promise<number> {
  const [row] = await db.insert(journey).values(values).returning({ id: journey.id });
  if (!row) throw new Error("The journey was not stored");
  return row.id;
}

/** The journey, or undefined if the workspace has none with this id. */
export async function selectJourney(db: DbOrTx, key: JourneyKey): Promise<JourneyRow | undefined> {
  const [row] = await journeyQuery(db, key);
  return row && toJourneyRow(row);
}

/** As `selectJourney`, and holds the row until the end of the transaction, so that changes of one journey follow each other. */
export async function lockJourney(tx: DbOrTx, key: JourneyKey): Promise<JourneyRow | undefined> {
  await tx.select({ id: journey.id }).from(journey).where(ofJourney(key)).for("update");
  return selectJourney(tx, key);
}

function journeyQuery(db: DbOrTx, key: JourneyKey) {
  return db
    .select({
      id: journey.id,
      name: journey.name,
      state: journey.state,
      epoch: journey.epoch,
      createdAt: journey.createdAt,
      updatedAt: journey.updatedAt,
      versionId: journeyVersion.id,
      versionNumber: journeyVersion.number,
      versionHash: journeyVersion.hash,
    })
    .from(journey)
    .leftJoin(journeyVersion, eq(journeyVersion.id, journey.liveVersionId))
    .where(ofJourney(key));
}

function toJourneyRow({
  versionId,
  versionNumber,
  versionHash,
  ...row
}: Awaited<ReturnType<typeof journeyQuery>>[number]): JourneyRow {
  const isPublished = versionId !== null && versionNumber !== null && versionHash !== null;
  return { ...row, liveVersion: isPublished ? { id: versionId, number: versionNumber, hash: versionHash } : undefined };
}

/** Changes name, state or live version; false if the workspace has no such journey. */
export async function updateJourney(
  db: DbOrTx,
  { workspaceId, journeyId, ...changes }: JourneyKey & { name?: string; state?: JourneyState; liveVersionId?: number },
): Promise<boolean> {
  const rows = await db
    .update(journey)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(ofJourney({ workspaceId, journeyId }))
    .returning({ id: journey.id });
  return rows.length > 0;
}

/** Freezes a graph under the next number of its journey. The caller holds the journey's lock. */
export async function insertVersion(
  tx: DbOrTx,
  values: JourneyKey & { graph: JourneyGraph; hash: string; publishedBy: string | undefined },
): Promise<{ id: number; number: number; publishedAt: Date }> {
  const [last] = await tx
    .select({ number: max(journeyVersion.number) })
    .from(journeyVersion)
    .where(and(eq(journeyVersion.journeyId, values.journeyId), eq(journeyVersion.workspaceId, values.workspaceId)));
  const [row] = await tx
    .insert(journeyVersion)
    .values({ ...values, number: (last?.number ?? 0) + 1 })
    .returning({ id: journeyVersion.id, number: journeyVersion.number, publishedAt: journeyVersion.publishedAt });
  if (!row) throw new Error("The version was not stored");
  return row;
}

/** The version that new people enter, or undefined if the journey is missing or was never published. */
export async function selectLiveVersion(db: DbOrTx, key: JourneyKey): Promise<VersionRow | undefined> {
  const [row] = await db
    .select({
      id: journeyVersion.id,
      number: journeyVersion.number,
      graph: journeyVersion.graph,
      hash: journeyVersion.hash,
      publishedAt: journeyVersion.publishedAt,
    })
    .from(journeyVersion)
    .innerJoin(journey, eq(journey.liveVersionId, journeyVersion.id))
    .where(ofJourney(key));
  return row;
}
