import type { PeopleAnswer } from "../../canvas/people-answer.ts";
import { nameOf } from "../customers/summarise-customer.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { listRuns } from "./list-runs.server.ts";

const MOST_PEOPLE = 50;

/**
 * Who is at a step now (held people too), or anywhere on the way without one; latest first. Throws request.not_found for a missing
 * and for a foreign journey alike.
 */
export async function listStepPeople(
  services: Pick<Services, "sql">,
  { scope, journeyId, nodeId }: { scope: Scope; journeyId: number; nodeId: string | undefined },
): Promise<PeopleAnswer> {
  const standings = nodeId === undefined ? (["here"] as const) : (["here", "failed"] as const);
  const { runs, nextBeforeId } = await listRuns(services, { scope, journeyId, nodeId, standings, limit: MOST_PEOPLE });
  return {
    people: runs.map((run) => ({
      runId: run.id,
      customerId: run.customerId,
      name: nameOf(run.attributes) ?? run.userId,
      nodeId: run.nodeId,
      sinceAt: run.nodeEnteredAt.toISOString(),
      dueAt: run.dueAt?.toISOString(),
      hold: run.hold,
    })),
    hasMore: nextBeforeId !== undefined,
    asOf: new Date().toISOString(),
  };
}
