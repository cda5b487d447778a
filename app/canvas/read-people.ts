import { type Person, type PresenceState, peopleColours } from "./person.ts";
import type { Place } from "./tidy-layout.ts";

/** Others count as away when nothing was heard from them for this long. */
const awayAfterMs = 30_000;

type Heard = { state: unknown; heardAt: number };

/** Everybody else in the room, from what awareness knows; anything that is not as it should be is left out. */
export function readPeople(states: ReadonlyMap<number, Heard>, ownClientId: number, now: number): Person[] {
  const people: Person[] = [];
  for (const [clientId, { state, heardAt }] of states) {
    const record = asRecord(state);
    const user = asRecord(record["user"]);
    const { id, name, colour } = user;
    if (clientId === ownClientId || typeof id !== "string" || typeof name !== "string") continue;
    people.push({
      clientId,
      userId: id,
      name,
      colour: typeof colour === "number" && colour >= 1 && colour <= peopleColours ? Math.round(colour) : 1,
      ...readState(record),
      isAway: now - heardAt > awayAfterMs,
    });
  }
  return people.sort((a, b) => a.clientId - b.clientId);
}

function readState(record: Record<string, unknown>): PresenceState {
  const selection = record["selection"];
  const drag = Object.entries(asRecord(record["drag"])).flatMap(([key, place]) => {
    const read = readPlace(place);
    return read ? [[key, read] as const] : [];
  });
  return {
    cursor: readPlace(record["cursor"]),
    selection: Array.isArray(selection) ? selection.filter((key) => typeof key === "string") : [],
    editing: readText(record["editing"]),
    field: readText(record["field"]),
    drag: drag.length > 0 ? Object.fromEntries(drag) : undefined,
  };
}

const readText = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function readPlace(value: unknown): Place | undefined {
  const { x, y } = asRecord(value);
  return typeof x === "number" && typeof y === "number" && Number.isFinite(x) && Number.isFinite(y)
    ? { x, y }
    : undefined;
}

const asRecord = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" ? { ...value } : {};
