import type { Awareness } from "y-protocols/awareness";
import type { OwnPresence, Person, PresenceState } from "./person.ts";
import { readPeople } from "./read-people.ts";
import { keepSame } from "./same-json.ts";
import { createValueStore, type ReadableStore } from "./value-store.ts";

/** As often as the server passes presence on; more would only be dropped. */
const sendEveryMs = 40;
const lookEveryMs = 10_000;

type Company = { people: ReadableStore<readonly Person[]>; presence: OwnPresence; stop: () => void };

/** Who else is here, kept up to date, and the way to tell them what this window does. */
export function followPeople(awareness: Awareness): Company {
  const people = createValueStore<readonly Person[]>([]);
  const read = (): void => {
    const now = Date.now();
    const heard = new Map(
      [...awareness.getStates()].map(([id, state]) => [
        id,
        { state, heardAt: awareness.meta.get(id)?.lastUpdated ?? now },
      ]),
    );
    const known = new Map(people.get().map((person) => [person.clientId, person]));
    const next = readPeople(heard, awareness.clientID, now).map((person) =>
      keepSame(known.get(person.clientId), person),
    );
    const isSame = next.length === known.size && next.every((person, index) => person === people.get()[index]);
    if (!isSame) people.set(next);
  };
  awareness.on("change", read);
  const timer = setInterval(read, lookEveryMs);
  const sender = createSender(awareness);
  return {
    people,
    presence: { set: sender.set },
    stop: () => {
      awareness.off("change", read);
      clearInterval(timer);
      sender.stop();
    },
  };
}

function createSender(awareness: Awareness): { set: OwnPresence["set"]; stop: () => void } {
  let state: PresenceState = {
    cursor: undefined,
    selection: [],
    editing: undefined,
    field: undefined,
    drag: undefined,
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sentAt = 0;
  const send = (): void => {
    timer = undefined;
    sentAt = Date.now();
    awareness.setLocalState(state);
  };
  return {
    set: (change) => {
      state = { ...state, ...change };
      timer ??= setTimeout(send, Math.max(0, sendEveryMs - (Date.now() - sentAt)));
    },
    stop: () => clearTimeout(timer),
  };
}
