import type { SqlOrTx } from "#db/client.ts";
import { enqueueLanes } from "#db/jobs.ts";
import { findCustomerId, findOrCreateCustomer } from "#db/queries/customer-lookup.ts";
import { enterRuns } from "#db/queries/enter-runs.ts";
import { selectLiveVersion, type VersionRow } from "#db/queries/journeys.ts";
import type { Reentry } from "../../engine/node-type.ts";
import { AppError } from "../../errors/app-error.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import { requireRole, type Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { findJourney } from "./find-journey.server.ts";

export type EnrolledCustomer = { customerId: number; runId: number | undefined };
type WantedCustomer = { customerId: number } | { userId: string; createIfMissing?: boolean };

/**
 * Lets one customer into the live version through a manual entry (`nodeId`, else the first one); `runId` is undefined when its
 * re-entry rule keeps the customer out. Editors and up. Throws journey.state unless live, journey.no_entry, customer.not_found.
 */
export async function enrolCustomer(
  { db, sql }: Pick<Services, "db" | "sql">,
  {
    scope,
    journeyId,
    customer,
    nodeId,
    key,
  }: {
    scope: Scope;
    journeyId: number;
    customer: WantedCustomer;
    nodeId?: string | undefined;
    /** Names this enrolment: the same key lets a customer in once, however often it is sent. */
    key: string;
  },
): Promise<EnrolledCustomer> {
  requireRole(scope, "editor");
  const { workspaceId } = scope;
  const journey = await findJourney(db, { workspaceId, journeyId });
  const version = await selectLiveVersion(db, { workspaceId, journeyId });
  if (journey.state !== "live" || version === undefined) throw new AppError("journey.state", { state: journey.state });
  const entry = manualEntryOf(version, nodeId);
  const { customerId, runId, lanes } = await sql.begin(async (tx) => {
    const customerId = await customerIdOf(tx, workspaceId, customer);
    const { entered, lanes } = await enterRuns(tx, [
      { workspaceId, journeyId, versionId: version.id, customerId, key, ...entry },
    ]);
    return { customerId, runId: entered[0]?.runId, lanes };
  });
  await enqueueLanes(sql, lanes);
  return { customerId, runId };
}

async function customerIdOf(tx: SqlOrTx, workspaceId: number, wanted: WantedCustomer): Promise<number> {
  if ("userId" in wanted && wanted.createIfMissing)
    return findOrCreateCustomer(tx, { workspaceId, userId: wanted.userId });
  const customerId = await findCustomerId(tx, { workspaceId, ...wanted });
  if (customerId === undefined) throw new AppError("customer.not_found");
  return customerId;
}

/** Entries that no event opens are the ones for people and programs. */
function manualEntryOf({ graph }: VersionRow, nodeId: string | undefined): { node: number; reentry: Reentry } {
  for (const [node, { id, type, settings }] of graph.nodes.entries()) {
    if (nodeId !== undefined && nodeId !== id) continue;
    const bound = nodeTypes.get(type)?.bind(settings);
    const entry = bound?.ok ? bound.node.entry : undefined;
    if (entry !== undefined && entry.eventName === undefined) return { node, reentry: entry.reentry };
  }
  throw new AppError("journey.no_entry");
}
