import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageType } from "../../canvas/collab-messages.ts";
import { type Connection, findSpeaker, type Presence, type Room } from "./room.server.ts";

const maximumStateLength = 2_048;
const colours = 8;

/**
 * Takes in an awareness message. Only the sender's own client counts (stock clients repeat what they hear about others); states that are
 * too long or no objects are left out. Throws on a message that ends early.
 */
export function receivePresence(room: Room, connection: Connection, message: Uint8Array, now: number): void {
  const decoder = decoding.createDecoder(message);
  for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
    const clientId = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const json = decoding.readVarString(decoder);
    if (!claimClient(room, connection, clientId, json)) continue;
    if (json === "null") removePresence(room, clientId, now);
    else if (json.length <= maximumStateLength) setPresence(room, connection, clientId, json, now);
  }
}

/** The first client that a connection speaks for is its own; a new connection of the same person takes over from a dead one. */
export function claimClient(room: Room, connection: Connection, clientId: number, json = ""): boolean {
  if (connection.clientId !== undefined) return connection.clientId === clientId;
  const speaker = findSpeaker(room, clientId);
  if (speaker && speaker.person.userId !== connection.person.userId) return false;
  if (json === "null") return false;
  if (speaker) speaker.clientId = undefined;
  connection.clientId = clientId;
  return true;
}

export function removePresence(room: Room, clientId: number, now: number): void {
  const presence = room.presences.get(clientId);
  if (!presence || presence.json === "null") return;
  room.presences.set(clientId, { ...presence, json: "null", clock: nextClock(presence, now), isNew: true });
}

/** Makes every present state new again: peers forget states they have not heard of for 30 s, and hidden tabs are silent for longer. */
export function renewPresences(room: Room, now: number): void {
  for (const presence of room.presences.values()) {
    presence.clock = nextClock(presence, now);
    presence.isNew = true;
  }
}

/** Sends what is new, to everybody but its own author, whose state is newer than ours. Returns false when there was nothing. */
export function flushPresences(room: Room, send: (connection: Connection, message: Uint8Array) => void): boolean {
  const fresh = [...room.presences].filter(([, presence]) => presence.isNew);
  if (fresh.length === 0) return false;
  const all = encodePresences(fresh);
  const authors = new Set(fresh.map(([, presence]) => presence.connection));
  for (const connection of room.connections) {
    if (!authors.has(connection)) send(connection, all);
    else if (fresh.length > 1)
      send(connection, encodePresences(fresh.filter(([, presence]) => presence.connection !== connection)));
  }
  for (const [clientId, presence] of fresh) {
    presence.isNew = false;
    if (presence.json === "null") room.presences.delete(clientId);
  }
  return true;
}

/** Everybody but the receiver, for somebody who has just come. */
export function describePresences(room: Room, receiver: Connection): Uint8Array {
  return encodePresences(
    [...room.presences].filter(([, presence]) => presence.connection !== receiver && presence.json !== "null"),
  );
}

function setPresence(room: Room, connection: Connection, clientId: number, json: string, now: number): void {
  const state: unknown = JSON.parse(json);
  if (state === null || typeof state !== "object" || Array.isArray(state)) return;
  const { userId, name } = connection.person;
  const named = JSON.stringify({ ...state, user: { id: userId, name, colour: colourOf(userId) } });
  const clock = nextClock(room.presences.get(clientId), now);
  room.presences.set(clientId, { connection, clock, json: named, isNew: true });
}

/** Time as clock, so that it goes on rising over restarts of the server: peers ignore states with an older clock. */
function nextClock(known: Presence | undefined, now: number): number {
  return Math.max((known?.clock ?? 0) + 1, now);
}

/** One of the eight presence colours, always the same for a person. */
function colourOf(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return (sum % colours) + 1;
}

function encodePresences(presences: readonly (readonly [number, Presence])[]): Uint8Array {
  const states = encoding.createEncoder();
  encoding.writeVarUint(states, presences.length);
  for (const [clientId, { clock, json }] of presences) {
    encoding.writeVarUint(states, clientId);
    encoding.writeVarUint(states, clock);
    encoding.writeVarString(states, json);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(states));
  return encoding.toUint8Array(encoder);
}
