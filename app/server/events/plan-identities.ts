import type { Identity, IdentityKind, KnownIdentity } from "#db/queries/identity.ts";
import type { PendingEvent } from "#db/queries/router.ts";

/** Somebody as known at one moment of the batch: stored customers that turned out to be one, and ids that are new. */
export type Person = {
  workspaceId: number;
  /** The customer as which this person stood in the database before the batch. */
  stored: number | undefined;
  /** All customers stored before the batch that are this person by its end. */
  members: number[];
  newIdentities: Identity[];
  hasUserId: boolean;
  /** Who this person turned out to be. */
  mergedInto: Person | undefined;
};

export type PlannedEvent = {
  event: PendingEvent;
  person: Person;
  /** The persons that this event proved to be `person`, which wins where attributes differ. */
  absorbs: Person[];
};

type Ids = Pick<PendingEvent, "workspaceId" | "type" | "userId" | "anonymousId" | "payload">;

/** Every id that a batch of events names, each once. */
export function identitiesOf(events: readonly Ids[]): Identity[] {
  const found = new Map<string, Identity>();
  const add = (workspaceId: number, kind: IdentityKind, value: string | null | undefined): void => {
    if (value) found.set(nameOf(workspaceId, kind, value), { workspaceId, kind, value });
  };
  for (const event of events) {
    add(event.workspaceId, "user", event.userId);
    add(event.workspaceId, "anonymous", event.anonymousId);
    const previousId = previousIdOf(event);
    add(event.workspaceId, "user", previousId);
    add(event.workspaceId, "anonymous", previousId);
  }
  return [...found.values()];
}

/**
 * Decides event by event who is meant, and which persons turn out to be one. Rules (README): an anonymous id joins the user it comes
 * with, unless it belongs to another user already; only `alias` joins two users.
 */
export function planIdentities(
  events: readonly PendingEvent[],
  known: readonly KnownIdentity[],
  identified: ReadonlySet<number>,
): PlannedEvent[] {
  const book = new Book(known, identified);
  return events.flatMap((event): PlannedEvent[] => {
    const absorbs: Person[] = [];
    const person = personOf(event, book, absorbs);
    return person ? [{ event, person, absorbs }] : [];
  });
}

function personOf(event: PendingEvent, book: Book, absorbs: Person[]): Person | undefined {
  const { workspaceId, userId, anonymousId } = event;
  const main = userId
    ? book.ofUser(workspaceId, userId, anonymousId)
    : anonymousId
      ? book.of(workspaceId, "anonymous", anonymousId)
      : undefined;
  if (!main) return undefined;
  const previousId = previousIdOf(event);
  if (previousId) takeOverPrevious(main, previousId, book, absorbs);
  if (userId && anonymousId) book.link(main, "anonymous", anonymousId, absorbs);
  return main;
}

/** `alias`: a previous user id is joined in any case, an anonymous one like that of any other call, an unknown one is kept as both. */
function takeOverPrevious(main: Person, previousId: string, book: Book, absorbs: Person[]): void {
  const user = book.find(main.workspaceId, "user", previousId);
  if (user) book.join(main, user, absorbs);
  if (book.find(main.workspaceId, "anonymous", previousId)) book.link(main, "anonymous", previousId, absorbs);
  else if (!user) book.assign(main, "anonymous", previousId);
  // A user id that is first heard of as a previous one belongs to this person from now on.
  const owner = book.find(main.workspaceId, "anonymous", previousId);
  if (!user && owner === main) book.assign(main, "user", previousId);
}

/** Who stands behind which id, as it changes in the course of a batch. */
class Book {
  readonly #byName = new Map<string, Person>();

  constructor(known: readonly KnownIdentity[], identified: ReadonlySet<number>) {
    const byCustomer = new Map<number, Person>();
    for (const { workspaceId, kind, value, customerId } of known) {
      const person = byCustomer.get(customerId) ?? newPerson(workspaceId, customerId);
      person.hasUserId ||= identified.has(customerId);
      byCustomer.set(customerId, person);
      this.#byName.set(nameOf(workspaceId, kind, value), person);
    }
  }

  find(workspaceId: number, kind: IdentityKind, value: string): Person | undefined {
    const person = this.#byName.get(nameOf(workspaceId, kind, value));
    return person && latest(person);
  }

  of(workspaceId: number, kind: IdentityKind, value: string): Person {
    const found = this.find(workspaceId, kind, value);
    if (found) return found;
    const person = newPerson(workspaceId);
    this.assign(person, kind, value);
    return person;
  }

  /** The user's person; a user id first heard of becomes that of the anonymous person it comes with, if that one has none yet. */
  ofUser(workspaceId: number, userId: string, anonymousId: string | null): Person {
    const found = this.find(workspaceId, "user", userId);
    if (found) return found;
    const anonymous = anonymousId ? this.find(workspaceId, "anonymous", anonymousId) : undefined;
    const person = anonymous && !anonymous.hasUserId ? anonymous : newPerson(workspaceId);
    this.assign(person, "user", userId);
    return person;
  }

  /** Gives a new id to the person. */
  assign(person: Person, kind: IdentityKind, value: string): void {
    const { workspaceId } = person;
    this.#byName.set(nameOf(workspaceId, kind, value), person);
    person.newIdentities.push({ workspaceId, kind, value });
    person.hasUserId ||= kind === "user";
  }

  /** Joins whoever has this anonymous id, unless that is another user. */
  link(person: Person, kind: "anonymous", value: string, absorbs: Person[]): void {
    const other = this.find(person.workspaceId, kind, value);
    if (!other) this.assign(person, kind, value);
    else if (!other.hasUserId) this.join(person, other, absorbs);
  }

  join(winner: Person, loser: Person, absorbs: Person[]): void {
    if (winner === loser) return;
    loser.mergedInto = winner;
    winner.members.push(...loser.members);
    winner.newIdentities.push(...loser.newIdentities);
    winner.hasUserId ||= loser.hasUserId;
    absorbs.push(loser);
  }
}

/** The person that this one is by the end of the batch. */
export function latest(person: Person): Person {
  let current = person;
  while (current.mergedInto) current = current.mergedInto;
  return current;
}

function newPerson(workspaceId: number, customerId?: number): Person {
  return {
    workspaceId,
    stored: customerId,
    members: customerId === undefined ? [] : [customerId],
    newIdentities: [],
    hasUserId: false,
    mergedInto: undefined,
  };
}

function previousIdOf(event: Ids): string | undefined {
  const previousId = event.type === "alias" ? event.payload["previousId"] : undefined;
  return typeof previousId === "string" && previousId !== "" ? previousId : undefined;
}

function nameOf(workspaceId: number, kind: IdentityKind, value: string): string {
  return `${workspaceId}:${kind}:${value}`;
}
