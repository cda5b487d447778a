import type { SqlOrTx } from "#db/client.ts";
import { bucketOf } from "#db/jobs.ts";
import { enterRuns } from "#db/queries/enter-runs.ts";
import { addCustomerEvents, addEventTypes, insertAttributeTypes, type WaitingRun } from "#db/queries/event-counts.ts";
import { writeCustomers } from "#db/queries/identity.ts";
import { insertEventFaults } from "#db/queries/router.ts";
import { type RunWake, wakeRuns } from "#db/queries/wake-runs.ts";
import type { Person } from "./plan-identities.ts";
import type { Walk } from "./walk-events.ts";

export type SettledWalk = {
  walk: Walk;
  /** The one customer that a person has by now. */
  customerOf: (person: Person) => number;
  waiters: readonly WaitingRun[];
};

/** Writes what a batch of events means, wakes runs and lets people in; returns the lanes to nudge after the commit. */
export async function writeWalk(tx: SqlOrTx, settled: SettledWalk): Promise<number[]> {
  const { walk, customerOf } = settled;
  await Promise.all([
    writeCustomers(
      tx,
      [...walk.persons].map(([person, { externalId, attributes, seenAt }]) => ({
        id: customerOf(person),
        externalId,
        attributes,
        seenAt,
      })),
    ),
    addCustomerEvents(
      tx,
      walk.counts.map(({ person, ...row }) => ({ ...row, customerId: customerOf(person) })),
    ),
    addEventTypes(tx, walk.eventTypes),
    insertAttributeTypes(tx, walk.attributeTypes),
    insertEventFaults(tx, walk.faults),
  ]);
  const wokenLanes = await wakeRuns(tx, wakesOf(settled));
  const { lanes } = await enterRuns(
    tx,
    walk.entries.map(({ person, trigger, key, at }) => ({
      at,
      workspaceId: person.workspaceId,
      journeyId: trigger.journeyId,
      versionId: trigger.versionId,
      customerId: customerOf(person),
      node: trigger.node,
      reentry: trigger.reentry,
      key,
    })),
  );
  return [...new Set([...wokenLanes, ...lanes])].sort((left, right) => left - right);
}

/** After a merge a run lives in the survivor's bucket. */
function wakesOf({ walk, customerOf, waiters }: SettledWalk): RunWake[] {
  const byPair = new Map<string, WaitingRun[]>();
  for (const waiter of waiters) {
    const key = `${waiter.customerId}:${waiter.eventName}`;
    byPair.set(key, [...(byPair.get(key) ?? []), waiter]);
  }
  return walk.wakes.flatMap(({ person, customerIds, event }) =>
    customerIds
      .flatMap((customerId) => byPair.get(`${customerId}:${event.name}`) ?? [])
      .map(({ workspaceId, runId, step }) => ({
        workspaceId,
        bucket: bucketOf(customerOf(person)),
        runId,
        step,
        input: {
          kind: "event",
          event: { name: event.name, properties: event.properties, at: event.at.toISOString() },
        },
      })),
  );
}
