import type { OutboxEntry, OutboxKind, OutboxState } from "#db/queries/outbox.ts";
import type { Json, JsonObject } from "../../engine/effect.ts";

/** One line of the outbox. */
export type OutboxRow = {
  id: number;
  state: OutboxState;
  kind: OutboxKind;
  /** When it was asked for (planned) or frozen. */
  at: Date;
  /** When a planned one goes out at the earliest. */
  dueAt: Date | undefined;
  settledAt: Date | undefined;
  journey: { id: number; name: string; version: number };
  step: { id: string; name: string; type: string } | undefined;
  customer: { id: number; userId: string | undefined; name: string | undefined };
  /** Address or URL; empty while it is planned. */
  recipient: string;
  subject: string;
  /** Code below `outbox.reasons.` and its parameter, when it was not accepted. */
  reason: { code: string; detail: string } | undefined;
  attempts: number;
  /** A planned one waits until this is no longer paused. */
  heldBy: "journey" | "channel" | undefined;
};

export type StepName = NonNullable<OutboxRow["step"]>;

export function toOutboxRow(entry: OutboxEntry, step: StepName | undefined): OutboxRow {
  return {
    id: entry.intentId,
    state: entry.state,
    kind: entry.kind,
    at: entry.at,
    dueAt: entry.dueAt ?? undefined,
    settledAt: entry.settledAt ?? undefined,
    journey: { id: entry.journeyId, name: entry.journeyName ?? "", version: entry.versionNumber ?? 0 },
    step,
    customer: { id: entry.customerId, userId: entry.externalId ?? undefined, name: textOf(entry.customerName) },
    recipient: entry.recipient,
    subject: entry.subject,
    reason: entry.reason === null ? undefined : { code: entry.reason, detail: textOf(entry.answer?.["detail"]) ?? "" },
    attempts: entry.attempts,
    heldBy: entry.heldBy ?? undefined,
  };
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Everything about one message. */
export type OutboxMessage = OutboxRow & {
  /** True while it is planned: rendered with what is known now, and rendered anew when it goes out. */
  isPreview: boolean;
  email:
    | { from: string; to: string; replyTo: string | undefined; subject: string; html: string; text: string }
    | undefined;
  webhook:
    | { method: string; url: string; headers: { name: string; value: string }[]; body: string | undefined }
    | undefined;
  channel: { id: number; name: string; provider: "sandbox" | "resend" } | undefined;
  providerMessageId: string | undefined;
  /** The same for every attempt of the batch. */
  idempotencyKey: string | undefined;
  nextAttemptAt: Date | undefined;
  answer: JsonObject | undefined;
};
