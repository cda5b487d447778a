import type { Sql, SqlOrTx } from "#db/client.ts";
import { createCustomers, insertIdentities } from "#db/queries/identity.ts";
import { readRunsOfCustomers } from "#db/queries/merge-customers.ts";
import { chooseSurvivor } from "./decide-merge.ts";
import { type MergeGroup, mergePersons } from "./merge-persons.server.ts";
import type { Person, PlannedEvent } from "./plan-identities.ts";

/** The persons of a batch as they are at its end. */
export function finalPersons(planned: readonly PlannedEvent[]): Person[] {
  return [...new Set(planned.map(({ person }) => person))].filter((person) => person.mergedInto === undefined);
}

/** Empty customers for those who are new. */
export async function createStrangers(tx: SqlOrTx, persons: readonly Person[]): Promise<Map<Person, number>> {
  const strangers = persons.filter((person) => person.members.length === 0);
  const ids = await createCustomers(
    tx,
    strangers.map((person) => person.workspaceId),
  );
  const created = new Map<Person, number>();
  for (const [index, person] of strangers.entries()) {
    const id = ids[index];
    if (id !== undefined) created.set(person, id);
  }
  return created;
}

/**
 * Leaves every person with exactly one customer, known by all its ids: the new one, the stored one, or what a merge leaves of several.
 * The locks of all these customers' buckets must be held.
 */
export async function settlePersons(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  { persons, created }: { persons: readonly Person[]; created: ReadonlyMap<Person, number> },
): Promise<(person: Person) => number> {
  const ids = new Map(created);
  const joined = persons.filter((person) => person.members.length > 1);
  const runs = await readRunsOfCustomers(
    tx,
    joined.flatMap((person) => person.members),
  );
  const groups: MergeGroup[] = [];
  for (const person of persons) {
    const { members, stored } = person;
    if (members.length === 0) continue;
    const survivor = chooseSurvivor(members, { runs, preferred: stored });
    ids.set(person, survivor);
    if (members.length > 1) groups.push({ survivor, members });
  }
  if (groups.length > 0) await mergePersons({ sql, tx }, groups, runs);
  const customerOf = (person: Person): number => {
    const id = ids.get(person);
    if (id === undefined) throw new Error("A person has no customer");
    return id;
  };
  await insertIdentities(
    tx,
    persons.flatMap((person) =>
      person.newIdentities.map((identity) => ({ ...identity, customerId: customerOf(person) })),
    ),
  );
  return customerOf;
}
