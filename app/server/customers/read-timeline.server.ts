import { selectCustomer, selectIdentities } from "#db/queries/customers.ts";
import {
  type EventTimelineRow,
  type MessageTimelineRow,
  type StepTimelineRow,
  selectEventEntries,
  selectMessageEntries,
  selectStepEntries,
} from "#db/queries/timeline.ts";
import { intentKind } from "#db/schema/effect.ts";
import { transitionKind } from "#db/schema/run.ts";
import type { Json, JsonObject } from "../../engine/effect.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { positionOf, readPosition } from "./keyset-position.server.ts";
import { type NamedSteps, type NodePlace, nameSteps } from "./name-steps.server.ts";
import type { StepEntry, TimelineEntry, TimelineKind, TimelinePage } from "./timeline.ts";

const PAGE_SIZE = 50;
const KEY = /^[abc]\d{19,29}$/;
const everything: readonly TimelineKind[] = ["event", "step", "message"];

export type TimelineFilter = {
  scope: Pick<Scope, "workspaceId">;
  customerId: number;
  kinds?: readonly TimelineKind[] | undefined;
  /** The `next` of the page before. */
  after?: string | undefined;
  limit?: number | undefined;
};

type Row = EventTimelineRow | StepTimelineRow | MessageTimelineRow;

/**
 * What happened to a customer, newest first: calls that came in, steps and messages. Throws customer.not_found for a missing and a
 * foreign one alike, request.invalid for a cursor that is none of ours.
 */
export async function readTimeline(
  { sql }: Pick<Services, "sql">,
  { scope, customerId, kinds = everything, after, limit = PAGE_SIZE }: TimelineFilter,
): Promise<TimelinePage> {
  const { workspaceId } = scope;
  const before = readPosition(after, KEY);
  if (!(await selectCustomer(sql, { workspaceId, customerId }))) throw new AppError("customer.not_found");
  const identities = await selectIdentities(sql, { workspaceId, customerId });
  const valuesOf = (kind: string): string[] =>
    identities.filter((identity) => identity.kind === kind).map((identity) => identity.value);
  const query = { workspaceId, customerId, before, limit: limit + 1 };
  const found: Row[][] = await Promise.all([
    kinds.includes("event")
      ? selectEventEntries(sql, { ...query, userIds: valuesOf("user"), anonymousIds: valuesOf("anonymous") })
      : [],
    kinds.includes("step") ? selectStepEntries(sql, query) : [],
    kinds.includes("message") ? selectMessageEntries(sql, query) : [],
  ]);
  const rows = found.flat().toSorted(newestFirst);
  const page = rows.slice(0, limit);
  const steps = await nameSteps(sql, { workspaceId, places: page.flatMap(placesOf) });
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { entries: page.map((row) => toEntry(row, steps)), next: last && positionOf(last.at, last.key) };
}

/** Times come as text of one zone, but without trailing zeros, so they are compared down to the microsecond by parts. */
function newestFirst(left: Row, right: Row): number {
  const [leftAt, rightAt] = [microsecondsOf(left.at), microsecondsOf(right.at)];
  if (leftAt !== rightAt) return leftAt > rightAt ? -1 : 1;
  return left.key > right.key ? -1 : 1;
}

function microsecondsOf(at: string): bigint {
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? "";
  const seconds = Math.floor(Date.parse(isoOf(at)) / 1000);
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

function isoOf(at: string): string {
  return new Date(at.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")).toISOString();
}

function placesOf(row: Row): NodePlace[] {
  if (row.source === "event") return [];
  const nodes = row.source === "step" ? [row.fromNode, row.toNode] : [row.node];
  return nodes.map((node) => ({ versionId: row.versionId, node }));
}

function toEntry(row: Row, steps: NamedSteps): TimelineEntry {
  const placed = { key: row.key, at: isoOf(row.at) };
  if (row.source === "event") return { ...placed, ...eventEntry(row) };
  if (row.source === "step") return { ...placed, ...stepEntry(row, steps) };
  return {
    ...placed,
    kind: "message",
    channel: row.kind === intentKind.email ? "email" : "webhook",
    state: row.state,
    intentId: row.intentId,
    recipient: row.recipient,
    subject: row.subject,
    reason: row.reason ?? undefined,
    settledAt: row.settledAt?.toISOString(),
    runId: row.runId,
    journey: steps.journey(row.versionId),
    step: steps.step(row),
  };
}

function eventEntry({
  type,
  name,
  messageId,
  payload,
}: EventTimelineRow): DistributiveOmit<TimelineEntry, "key" | "at"> {
  switch (type) {
    case "identify": {
      const traits = Object.entries(objectOf(payload["traits"]));
      return { kind: "identify", changes: traits.map(([attribute, value]) => ({ attribute, value })) };
    }
    case "alias":
      return { kind: "alias", previousId: String(payload["previousId"] ?? "") };
    case "group":
      return { kind: "group", groupId: String(payload["groupId"] ?? ""), traits: objectOf(payload["traits"]) };
    default: {
      const source = messageId.startsWith("run:") ? "journey" : "app";
      return { kind: "event", type, name, properties: objectOf(payload["properties"]), source };
    }
  }
}

const transitions = new Map<number, StepEntry["transition"]>([
  [transitionKind.entered, "entered"],
  [transitionKind.moved, "moved"],
  [transitionKind.left, "left"],
  [transitionKind.failed, "failed"],
  [transitionKind.resumed, "resumed"],
]);

function stepEntry(row: StepTimelineRow, steps: NamedSteps): StepEntry {
  const transition = transitions.get(row.kind) ?? "moved";
  const origin = { versionId: row.versionId, node: row.fromNode };
  const from = steps.step(origin);
  return {
    kind: "step",
    transition,
    runId: row.runId,
    journey: steps.journey(row.versionId),
    from,
    ...steps.port(origin, row.port),
    to: steps.step({ versionId: row.versionId, node: row.toNode }),
    reachedGoal: transition === "left" && from?.type === "goal" && row.port < 0,
  };
}

type DistributiveOmit<Type, Key extends string> = Type extends unknown ? Omit<Type, Key> : never;

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
