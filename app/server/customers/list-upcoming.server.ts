import { type OpenRunRow, selectOpenRuns, selectPlannedMessages } from "#db/queries/customers.ts";
import { intentKind } from "#db/schema/effect.ts";
import { runState } from "#db/schema/run.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { nameSteps } from "./name-steps.server.ts";
import type { UpcomingEntry } from "./timeline.ts";

/** What will happen to a customer next: planned messages, then waits in the order in which they end. */
export async function listUpcoming(
  { sql }: Pick<Services, "sql">,
  { scope, customerId }: { scope: Pick<Scope, "workspaceId">; customerId: number },
): Promise<UpcomingEntry[]> {
  const { workspaceId } = scope;
  const runs = await selectOpenRuns(sql, { workspaceId, customerId });
  const planned = await selectPlannedMessages(sql, { workspaceId, customerId, runIds: runs.map((run) => run.id) });
  const steps = await nameSteps(sql, { workspaceId, places: [...runs, ...planned] });
  const messages = planned.map(
    (row): UpcomingEntry => ({
      key: `message-${row.intentId}`,
      kind: "message",
      channel: row.kind === intentKind.email ? "email" : "webhook",
      plannedFor: row.dueAt.toISOString(),
      runId: row.runId,
      journey: steps.journey(row.versionId),
      step: steps.step(row),
    }),
  );
  const waits = runs
    .filter((run) => run.state === runState.waiting)
    .toSorted((left, right) => endOf(left) - endOf(right))
    .map(
      (run): UpcomingEntry => ({
        key: `wait-${run.id}`,
        kind: "wait",
        until: run.dueAt?.toISOString(),
        waitsFor: run.eventNames.length > 0 ? "event" : run.dueAt ? "time" : "effect",
        eventNames: run.eventNames,
        runId: run.id,
        journey: steps.journey(run.versionId),
        step: steps.step(run),
      }),
    );
  return [...messages, ...waits];
}

const endOf = (run: OpenRunRow): number => run.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
