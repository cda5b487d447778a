import type { CustomerEventRow, EventTypeRow } from "#db/queries/event-counts.ts";
import type { StoredCustomer } from "#db/queries/identity.ts";
import type { EventFault, PendingEvent } from "#db/queries/router.ts";
import type { Json, JsonObject } from "../../engine/effect.ts";
import type { Reentry, StepEvent } from "../../engine/node-type.ts";
import { latest, type Person, type PlannedEvent } from "./plan-identities.ts";

/** An entry of a live journey. */
export type Trigger = {
  journeyId: number;
  versionId: number;
  node: number;
  reentry: Reentry;
  accepts: (event: StepEvent, attributes: JsonObject) => boolean;
};
/** Entries by `triggerKey`. */
export type Triggers = ReadonlyMap<string, readonly Trigger[]>;
export const triggerKey = (workspaceId: number, eventName: string): string => `${workspaceId}:${eventName}`;

type PersonState = {
  attributes: JsonObject;
  externalId: string | null;
  /** Stored customers that this person has turned out to be so far. */
  members: number[];
  seenAt: Date;
};

/** What a batch of events means, before anything is written. Persons are those of the end of the batch. */
export type Walk = {
  persons: ReadonlyMap<Person, PersonState>;
  counts: readonly (Omit<CustomerEventRow, "customerId"> & { person: Person })[];
  eventTypes: readonly EventTypeRow[];
  attributeTypes: readonly AttributeTypeRow[];
  entries: readonly { person: Person; trigger: Trigger; key: string; at: Date }[];
  /** Runs of these customers that wait for this event have met it. */
  wakes: readonly { person: Person; customerIds: readonly number[]; event: StepEvent }[];
  faults: readonly EventFault[];
};
type AttributeTypeRow = { workspaceId: number; name: string; type: AttributeType };
type AttributeType = "text" | "number" | "boolean" | "time" | "list" | "object";

const MOST_ATTRIBUTES = 1_000;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Plays the events in their order. One that throws is set aside with its reason; the others are not touched by it. */
export function walkEvents(
  planned: readonly PlannedEvent[],
  stored: ReadonlyMap<number, StoredCustomer>,
  triggers: Triggers,
): Walk {
  const walker = new Walker(stored, triggers);
  for (const step of planned) walker.take(step);
  return walker.result();
}

class Walker {
  readonly #stored: ReadonlyMap<number, StoredCustomer>;
  readonly #triggers: Triggers;
  readonly #states = new Map<Person, PersonState>();
  readonly #counts = new Map<Person, Map<string, CountOfPerson>>();
  readonly #eventTypes = new Map<string, EventTypeRow>();
  readonly #attributeTypes = new Map<string, AttributeTypeRow>();
  readonly #entries: { person: Person; trigger: Trigger; key: string; at: Date }[] = [];
  readonly #wakes: { person: Person; customerIds: number[]; event: StepEvent }[] = [];
  readonly #faults: EventFault[] = [];

  constructor(stored: ReadonlyMap<number, StoredCustomer>, triggers: Triggers) {
    this.#stored = stored;
    this.#triggers = triggers;
  }

  take({ event, person, absorbs }: PlannedEvent): void {
    const state = this.#stateOf(person);
    for (const other of absorbs) this.#absorb(state, other);
    if (event.at > state.seenAt) state.seenAt = event.at;
    state.externalId ??= event.userId;
    try {
      this.#apply(event, person, state);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#faults.push({ eventId: event.id, workspaceId: event.workspaceId, reason });
    }
  }

  result(): Walk {
    return {
      persons: this.#states,
      counts: [...this.#counts].flatMap(([person, byName]) => [...byName.values()].map((row) => ({ ...row, person }))),
      eventTypes: [...this.#eventTypes.values()],
      attributeTypes: [...this.#attributeTypes.values()],
      entries: this.#entries,
      wakes: this.#wakes,
      faults: this.#faults,
    };
  }

  #stateOf(person: Person): PersonState {
    const found = this.#states.get(person);
    if (found) return found;
    const customer = person.stored === undefined ? undefined : this.#stored.get(person.stored);
    const state: PersonState = {
      attributes: customer?.attributes ?? {},
      externalId: customer?.externalId ?? null,
      members: person.stored === undefined ? [] : [person.stored],
      seenAt: new Date(0),
    };
    this.#states.set(person, state);
    return state;
  }

  /** Where both have an attribute, the one that was known by the user's id wins. */
  #absorb(state: PersonState, other: Person): void {
    const lost = this.#stateOf(other);
    this.#states.delete(other);
    state.attributes = { ...lost.attributes, ...state.attributes };
    state.externalId ??= lost.externalId;
    state.members = [...state.members, ...lost.members];
    if (lost.seenAt > state.seenAt) state.seenAt = lost.seenAt;
  }

  #apply(event: PendingEvent, person: Person, state: PersonState): void {
    if (event.type === "identify") this.#learn(event, state);
    if (event.name === "") return;
    const happened: StepEvent = { name: event.name, properties: objectOf(event.payload["properties"]), at: event.at };
    // Filters come first: one that throws leaves no half of the event behind.
    const entries = this.#entriesOf(event, happened, state);
    const by = latest(person);
    this.#count(event, by);
    for (const trigger of entries) this.#entries.push({ person: by, trigger, key: event.messageId, at: happened.at });
    if (state.members.length > 0) this.#wakes.push({ person: by, customerIds: [...state.members], event: happened });
  }

  #entriesOf(event: PendingEvent, happened: StepEvent, state: PersonState): Trigger[] {
    const entered = new Set<number>();
    const candidates = this.#triggers.get(triggerKey(event.workspaceId, event.name)) ?? [];
    return candidates.filter((trigger) => {
      if (entered.has(trigger.journeyId) || !trigger.accepts(happened, state.attributes)) return false;
      entered.add(trigger.journeyId);
      return true;
    });
  }

  #learn(event: PendingEvent, state: PersonState): void {
    const traits = objectOf(event.payload["traits"]);
    const attributes = { ...state.attributes };
    for (const [name, value] of Object.entries(traits)) {
      if (value === null) delete attributes[name];
      else attributes[name] = value;
    }
    if (Object.keys(attributes).length > MOST_ATTRIBUTES)
      throw new Error(`A customer can have at most ${MOST_ATTRIBUTES} attributes`);
    state.attributes = attributes;
    for (const [name, value] of Object.entries(traits)) {
      const type = attributeTypeOf(value);
      const key = `${event.workspaceId}:${name}`;
      if (type && !this.#attributeTypes.has(key))
        this.#attributeTypes.set(key, { workspaceId: event.workspaceId, name, type });
    }
  }

  #count({ workspaceId, name, at }: PendingEvent, person: Person): void {
    const byName = this.#counts.get(person) ?? new Map<string, CountOfPerson>();
    this.#counts.set(person, byName);
    byName.set(name, added(byName.get(name) ?? { workspaceId, name, count: 0, firstAt: at, lastAt: at }, at));
    const key = `${workspaceId}:${name}`;
    const type = this.#eventTypes.get(key) ?? { workspaceId, name, count: 0, lastAt: at };
    this.#eventTypes.set(key, { ...type, count: type.count + 1, lastAt: later(type.lastAt, at) });
  }
}

type CountOfPerson = Omit<CustomerEventRow, "customerId">;

function added(row: CountOfPerson, at: Date): CountOfPerson {
  const firstAt = at < row.firstAt ? at : row.firstAt;
  return { ...row, count: row.count + 1, firstAt, lastAt: later(row.lastAt, at) };
}

function later(left: Date, right: Date): Date {
  return left > right ? left : right;
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** What pickers and conditions offer for a value; null has no type. */
/** The kind of value as attribute pickers tell it; undefined for null. */
export function attributeTypeOf(value: Json): AttributeType | undefined {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "string") return ISO_TIME.test(value) ? "time" : "text";
  if (value === null) return undefined;
  return Array.isArray(value) ? "list" : "object";
}
