import type { ProviderAnswer } from "#app/providers/provider.ts";

export type EffectKind = "email" | "webhook";
export type OutcomeClass =
  | "accepted"
  | "refused"
  | "key-refused"
  | "in-progress"
  | "our-bug"
  | "rate-limited"
  | "ambiguous";

type Rule = { kinds: readonly EffectKind[]; from: number; to: number; name?: string; class: OutcomeClass };

const both = ["email", "webhook"] as const;
const email = ["email"] as const;
const webhook = ["webhook"] as const;

/** THE table of outcomes; the first rule that fits decides. No status at all is ambiguous: nobody knows whether it was carried out. */
const rules: readonly Rule[] = [
  { kinds: both, from: 200, to: 299, class: "accepted" },
  { kinds: email, from: 401, to: 401, class: "key-refused" },
  { kinds: email, from: 403, to: 403, class: "key-refused" },
  { kinds: both, from: 408, to: 408, class: "ambiguous" },
  { kinds: email, from: 409, to: 409, name: "invalid_idempotent_request", class: "our-bug" },
  { kinds: email, from: 409, to: 409, class: "in-progress" },
  { kinds: both, from: 425, to: 425, class: "ambiguous" },
  { kinds: both, from: 429, to: 429, class: "rate-limited" },
  { kinds: both, from: 400, to: 499, class: "refused" },
  { kinds: webhook, from: 300, to: 399, class: "refused" },
  { kinds: webhook, from: 0, to: 0, name: "private_address", class: "refused" },
  { kinds: both, from: 0, to: 599, class: "ambiguous" },
];

/** The class of an answer. */
export function classify(kind: EffectKind, { status, name }: Pick<ProviderAnswer, "status" | "name">): OutcomeClass {
  const code = status ?? 0;
  const fits = (rule: Rule) =>
    rule.kinds.includes(kind) && code >= rule.from && code <= rule.to && (rule.name ?? name) === name;
  return rules.find(fits)?.class ?? "ambiguous";
}

export type Decision =
  | { kind: "accept" }
  /** Nothing was carried out and never will be. A batch is bisected, a single message is rejected with the reason. */
  | { kind: "refuse"; reason: string }
  /** The same key and the same bytes again. `counts` is false when this attempt certainly changed nothing. */
  | { kind: "retry"; afterMs: number; counts: boolean; pause?: PauseReason }
  /** Nothing was carried out under this key: the messages become planned again and are checked and rendered anew. */
  | { kind: "release"; afterMs: number; pause?: PauseReason }
  | { kind: "give-up"; state: "unknown" | "rejected"; reason: string; pause?: PauseReason };

export type PauseReason = "channel.key_refused" | "channel.key_conflict";

export type Attempt = {
  kind: EffectKind;
  answer: Pick<ProviderAnswer, "status" | "name" | "retryAfterSeconds">;
  /** This one included; attempts that certainly changed nothing are not counted. */
  attempts: number;
  /** Since the first attempt that may have been carried out. */
  ageMs: number;
  /** In [0, 1). */
  jitter: number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Providers keep keys for 24 hours; an hour of distance covers clocks and the call itself. */
export const KEY_LIFETIME_MS = 23 * 60 * MINUTE;
const WEBHOOK_TRIES = 5;
const WEBHOOK_PATIENCE_MS = 10 * MINUTE;

/** What to do after an attempt. Pure. */
export function decide(attempt: Attempt): Decision {
  const { kind, answer, attempts, jitter } = attempt;
  const isFirst = attempts <= 1;
  switch (classify(kind, answer)) {
    case "accepted":
      return { kind: "accept" };
    case "refused":
      return { kind: "refuse", reason: refusalReason(kind, answer) };
    case "key-refused":
      return isFirst
        ? { kind: "release", afterMs: MINUTE, pause: "channel.key_refused" }
        : { kind: "retry", afterMs: MINUTE, counts: false, pause: "channel.key_refused" };
    case "our-bug":
      return { kind: "give-up", state: "unknown", reason: "key_conflict", pause: "channel.key_conflict" };
    case "in-progress":
      return patience(attempt) ?? { kind: "retry", afterMs: SECOND + jitter * 4 * SECOND, counts: true };
    case "rate-limited":
      return patience(attempt) ?? rateLimited(attempt, isFirst);
    case "ambiguous":
      return patience(attempt) ?? { kind: "retry", afterMs: backoffMs(attempt), counts: true };
  }
}

function refusalReason(kind: EffectKind, { status, name }: Attempt["answer"]): string {
  if (kind === "email") return "refused";
  if (name === "private_address") return "webhook_private_address";
  return status !== undefined && status < 400 ? "webhook_redirect" : "webhook_refused";
}

/** After this nobody may try again: the provider could have forgotten the key and would carry it out a second time. */
function patience({ kind, attempts, ageMs }: Attempt): Decision | undefined {
  if (kind === "email")
    return ageMs >= KEY_LIFETIME_MS ? { kind: "give-up", state: "unknown", reason: "no_answer" } : undefined;
  const isOver = attempts >= WEBHOOK_TRIES || ageMs >= WEBHOOK_PATIENCE_MS;
  return isOver ? { kind: "give-up", state: "rejected", reason: "webhook_no_answer" } : undefined;
}

/** A long wait would let consent and content grow old, so the messages are planned again if none can be on its way. */
function rateLimited({ kind, answer, jitter }: Attempt, isFirst: boolean): Decision {
  const afterMs = Math.min(60 * MINUTE, (answer.retryAfterSeconds ?? 1 + jitter * 4) * SECOND);
  if (kind === "webhook") return { kind: "retry", afterMs: Math.min(afterMs, 2 * MINUTE), counts: true };
  return isFirst && afterMs > MINUTE ? { kind: "release", afterMs } : { kind: "retry", afterMs, counts: false };
}

/** 1 s, 2 s, 4 s … 15 min for e-mail; 4 s, 16 s, 64 s, 256 s for webhooks; each between half and the whole of it. */
function backoffMs({ kind, attempts, jitter }: Attempt): number {
  const growth = kind === "email" ? 2 ** Math.min(attempts - 1, 20) : 4 ** Math.min(attempts, 4);
  return Math.min(15 * MINUTE, growth * SECOND) * (0.5 + jitter / 2);
}
