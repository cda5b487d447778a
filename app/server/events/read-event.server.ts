import { randomUUID } from "node:crypto";
import type { EventRow } from "#db/queries/events.ts";
import {
  type EventCall,
  type EventCallType,
  eventCallSchema,
  eventCallTypes,
  eventLimits,
  timeOf,
} from "../../api/events.ts";
import type { FieldFault } from "../../errors/app-error.ts";
import { faultsOf } from "../http/parse-input.server.ts";
import { inspectJson } from "./inspect-json.ts";

/** What the request around an event says about it. */
export type EventSurroundings = {
  workspaceId: number;
  /** The server's clock when the request came in; the sender's clock is corrected by it. */
  receivedAt: Date;
  sentAt: string | null | undefined;
  context: Record<string, unknown> | null | undefined;
  /** False when the raw text had no escapes, so that no text can hide NUL or half a surrogate pair. */
  checkTexts: boolean;
};
export type ReadEvent = { ok: true; event: EventRow } | { ok: false; faults: FieldFault[] };

/** Happened before this: the sender's clock is broken beyond repair. */
const EARLIEST = new Date("2000-01-01T00:00:00Z");
/** Attribute names that begin so are Lotse's own. */
const RESERVED_PREFIX = "$";

/**
 * Turns one call of the Segment spec into the row that is stored, or names what is wrong with it. `type` comes from the address;
 * in a batch every event carries its own.
 */
export function readEvent(raw: unknown, type: EventCallType | undefined, around: EventSurroundings): ReadEvent {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return refuse("", "invalid_type", "An event must be a JSON object.");
  const found = inspectJson(raw, around);
  if (found) return { ok: false, faults: [found] };
  const call = parseCall(raw, type);
  if ("faults" in call) return { ok: false, faults: call.faults };
  const fault = faultOfIds(call) ?? faultOfTraits(call);
  if (fault) return { ok: false, faults: [fault] };
  return toRow(call, around);
}

function parseCall(raw: object, type: EventCallType | undefined): EventCall | { faults: FieldFault[] } {
  const given: unknown = Reflect.get(raw, "type");
  if (type !== undefined && given !== undefined && given !== null && given !== type)
    return { faults: [{ path: "type", code: "invalid_value", message: `Must be ${type} at this address.` }] };
  const wanted = type ?? given;
  if (!eventCallTypes.some((known) => known === wanted))
    return {
      faults: [{ path: "type", code: "invalid_value", message: `Must be one of ${eventCallTypes.join(", ")}.` }],
    };
  const parsed = eventCallSchema.safeParse(given === wanted ? raw : { ...raw, type: wanted });
  return parsed.success ? parsed.data : { faults: faultsOf(parsed.error.issues) };
}

function faultOfIds(call: EventCall): FieldFault | undefined {
  if (call.type === "alias" && !call.userId)
    return { path: "userId", code: "required", message: "Give the userId that takes over the previousId." };
  if (call.userId || call.anonymousId) return undefined;
  return { path: "userId", code: "required", message: "Give a userId or an anonymousId." };
}

function faultOfTraits(call: EventCall): FieldFault | undefined {
  if (call.type !== "identify") return undefined;
  for (const name of Object.keys(traitsOf(call))) {
    if (name === "" || name.length > eventLimits.traitNameLength)
      return {
        path: `traits.${name.slice(0, 40)}`,
        code: "invalid_name",
        message: `Names of traits have 1 to ${eventLimits.traitNameLength} characters.`,
      };
    if (name.startsWith(RESERVED_PREFIX))
      return {
        path: `traits.${name}`,
        code: "reserved_name",
        message: `Names that begin with ${RESERVED_PREFIX} are reserved.`,
      };
  }
  return undefined;
}

/** Some libraries put the traits of an identify call into the context only. */
function traitsOf(call: Extract<EventCall, { type: "identify" }>): object {
  const fallback = call.context?.["traits"];
  return call.traits ?? (isObject(fallback) ? fallback : {});
}

function toRow(call: EventCall, around: EventSurroundings): ReadEvent {
  const payload = JSON.stringify(payloadOf(call, around.context));
  if (Buffer.byteLength(payload) > eventLimits.eventBytes)
    return refuse("", "too_large", `The event is larger than ${eventLimits.eventBytes / 1024} KB.`);
  return {
    ok: true,
    event: {
      workspaceId: around.workspaceId,
      messageId: call.messageId ?? randomUUID(),
      type: call.type,
      name: nameOf(call),
      userId: call.userId ?? null,
      anonymousId: call.anonymousId ?? null,
      payload,
      at: happenedAt(call, around),
    },
  };
}

function payloadOf(call: EventCall, batchContext: EventSurroundings["context"]): Record<string, unknown> {
  const context = batchContext ? { ...batchContext, ...call.context } : (call.context ?? undefined);
  switch (call.type) {
    case "identify":
      return { traits: traitsOf(call), context };
    case "track":
      return { properties: call.properties ?? {}, context };
    case "page":
    case "screen":
      return { properties: call.properties ?? {}, category: call.category ?? undefined, context };
    case "group":
      return { groupId: call.groupId, traits: call.traits ?? {}, context };
    case "alias":
      return { previousId: call.previousId, context };
  }
}

/** The name under which journeys see the event; identify, group, alias and unnamed views have none. */
function nameOf(call: EventCall): string {
  if (call.type === "track") return call.event;
  if (call.type === "page") return call.name ?? call.category ?? "";
  if (call.type === "screen") return call.name ?? call.category ?? "";
  return "";
}

/** `timestamp` by the server's clock: what the sender's clock was off when it sent is taken away. */
function happenedAt(call: EventCall, { receivedAt, sentAt }: EventSurroundings): Date {
  const stated = optionalTime(call.timestamp) ?? optionalTime(call.originalTimestamp);
  if (!stated) return receivedAt;
  const sent = optionalTime(call.sentAt) ?? optionalTime(sentAt);
  const skewMs = sent ? receivedAt.getTime() - sent.getTime() : 0;
  const at = stated.getTime() + skewMs;
  return new Date(Math.min(Math.max(at, EARLIEST.getTime()), receivedAt.getTime()));
}

function optionalTime(text: string | null | undefined): Date | undefined {
  return text === null || text === undefined ? undefined : timeOf(text);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(path: string, code: string, message: string): ReadEvent {
  return { ok: false, faults: [{ path, code, message }] };
}
