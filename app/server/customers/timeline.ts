import type { Json, JsonObject } from "../../engine/effect.ts";

/** A step as it stood in the version that the person met. An empty name means "use the type's label". */
export type TimelineStep = { id: string; name: string; type: string };
export type TimelineJourney = { id: number; name: string; version: number };

/** A call that came in: something the person did. `source` tells the customer's own systems from a journey that emitted it. */
export type EventEntry = {
  kind: "event";
  type: "track" | "page" | "screen";
  /** Empty for a page or screen without a name. */
  name: string;
  properties: JsonObject;
  source: "app" | "journey";
};
/** What was learnt about the person; null removed the attribute. */
type IdentifyEntry = { kind: "identify"; changes: { attribute: string; value: Json }[] };
type AliasEntry = { kind: "alias"; previousId: string };
type GroupEntry = { kind: "group"; groupId: string; traits: JsonObject };
/** A run came to a step, went on or ended. */
export type StepEntry = {
  kind: "step";
  transition: "entered" | "moved" | "left" | "failed" | "resumed";
  runId: number;
  journey: TimelineJourney;
  from: TimelineStep | undefined;
  /** The exit that was taken, and its label where the settings give it one (a branch's path, a variant). */
  port: string | undefined;
  portLabel: string | undefined;
  to: TimelineStep | undefined;
  reachedGoal: boolean;
};
export type MessageEntry = {
  kind: "message";
  channel: "email" | "webhook";
  state: "sending" | "accepted" | "rejected" | "unknown" | "cancelled";
  /** Names the message in the outbox. */
  intentId: number;
  recipient: string;
  subject: string;
  /** Code below `outbox.reasons.` when it was not accepted. */
  reason: string | undefined;
  settledAt: string | undefined;
  runId: number;
  journey: TimelineJourney;
  step: TimelineStep | undefined;
};

/** One line of a person's timeline. `key` is unique and stable, `at` an ISO time. */
export type TimelineEntry = { key: string; at: string } & (
  | EventEntry
  | IdentifyEntry
  | AliasEntry
  | GroupEntry
  | StepEntry
  | MessageEntry
);
export type TimelineKind = "event" | "step" | "message";

/** Newest first; `next` continues with earlier entries. */
export type TimelinePage = { entries: TimelineEntry[]; next: string | undefined };

/** What will happen: a wait that ends, or a message that is planned. */
export type UpcomingEntry = { key: string; runId: number; journey: TimelineJourney; step: TimelineStep | undefined } & (
  | {
      kind: "wait";
      /** When the run moves on at the latest; undefined while only an event or an answer can wake it. */
      until: string | undefined;
      waitsFor: "time" | "event" | "effect";
      eventNames: string[];
    }
  | { kind: "message"; channel: "email" | "webhook"; plannedFor: string }
);

/** Where somebody is in a journey right now. */
export type CustomerPlace = {
  runId: number;
  journey: TimelineJourney;
  step: TimelineStep;
  /** The steps of this run so far, the present one last. */
  path: TimelineStep[];
  standing: "moving" | "waiting" | "held";
  since: string;
  until: string | undefined;
};

export type CustomerSummary = {
  id: number;
  /** The user id of the sending system; undefined for anonymous visitors. */
  userId: string | undefined;
  name: string | undefined;
  email: string | undefined;
  firstSeenAt: string;
  lastSeenAt: string;
};
export type CustomerProfile = CustomerSummary & {
  attributes: JsonObject;
  identities: { kind: "user" | "anonymous"; value: string }[];
  places: CustomerPlace[];
};
