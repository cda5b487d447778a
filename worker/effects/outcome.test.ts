import { expect, test } from "vitest";
import { type Attempt, classify, decide, KEY_LIFETIME_MS } from "./outcome.ts";

test.each([
  ["email", 200, undefined, "accepted"],
  ["email", 202, undefined, "accepted"],
  ["email", 400, "validation_error", "refused"],
  ["email", 401, "restricted_api_key", "key-refused"],
  ["email", 403, "invalid_api_key", "key-refused"],
  ["email", 404, "not_found", "refused"],
  ["email", 408, undefined, "ambiguous"],
  ["email", 409, "concurrent_idempotent_requests", "in-progress"],
  ["email", 409, "invalid_idempotent_request", "our-bug"],
  ["email", 422, "validation_error", "refused"],
  ["email", 429, "rate_limit_exceeded", "rate-limited"],
  ["email", 429, "daily_quota_exceeded", "rate-limited"],
  ["email", 500, "internal_server_error", "ambiguous"],
  ["email", 503, undefined, "ambiguous"],
  ["email", 302, undefined, "ambiguous"],
  ["email", undefined, "application_error", "ambiguous"],
  ["webhook", 204, undefined, "accepted"],
  ["webhook", 301, undefined, "refused"],
  ["webhook", 401, undefined, "refused"],
  ["webhook", 404, undefined, "refused"],
  ["webhook", 409, undefined, "refused"],
  ["webhook", 410, undefined, "refused"],
  ["webhook", 425, undefined, "ambiguous"],
  ["webhook", 429, undefined, "rate-limited"],
  ["webhook", 502, undefined, "ambiguous"],
  ["webhook", undefined, undefined, "ambiguous"],
  ["webhook", undefined, "private_address", "refused"],
] as const)("%s answered %s %s is %s", (kind, status, name, expected) => {
  expect(classify(kind, { status, name })).toBe(expected);
});

const anAttempt = (changes: Partial<Attempt> = {}): Attempt => ({
  kind: "email",
  answer: { status: 500 },
  attempts: 1,
  ageMs: 0,
  jitter: 1,
  ...changes,
});

test("an e-mail without an answer is tried again with growing pauses of at most 15 minutes", () => {
  const pauses = [1, 2, 3, 5, 10, 11, 40].map((attempts) => decide(anAttempt({ attempts })));
  expect(pauses.map((decision) => decision.kind === "retry" && decision.afterMs / 1_000)).toEqual([
    1, 2, 4, 16, 512, 900, 900,
  ]);
  expect(decide(anAttempt({ attempts: 3, jitter: 0 }))).toEqual({ kind: "retry", afterMs: 2_000, counts: true });
});

test("23 hours after the first attempt an e-mail is unknown and never sent again", () => {
  for (const status of [undefined, 500, 429, 409]) {
    expect(
      decide(anAttempt({ answer: { status, name: undefined }, attempts: 90, ageMs: KEY_LIFETIME_MS })),
    ).toMatchObject({ state: "unknown", reason: "no_answer" });
  }
  expect(decide(anAttempt({ ageMs: KEY_LIFETIME_MS - 1 })).kind).toBe("retry");
});

test("an answer that comes after 23 hours still counts", () => {
  expect(decide(anAttempt({ answer: { status: 200 }, ageMs: KEY_LIFETIME_MS * 2 }))).toEqual({ kind: "accept" });
});

test("a busy provider is asked again after the time it names, and this attempt does not count", () => {
  const answer = { status: 429, retryAfterSeconds: 7 };
  expect(decide(anAttempt({ answer }))).toEqual({ kind: "retry", afterMs: 7_000, counts: false });
});

test("a provider that is busy for longer gives the messages back, unless an earlier attempt may have sent them", () => {
  const answer = { status: 429, retryAfterSeconds: 3_000 };
  expect(decide(anAttempt({ answer }))).toEqual({ kind: "release", afterMs: 3_000_000 });
  expect(decide(anAttempt({ answer, attempts: 2 }))).toEqual({ kind: "retry", afterMs: 3_000_000, counts: false });
});

test("a refused key pauses the channel and gives the messages back, unless an earlier attempt may have sent them", () => {
  const answer = { status: 401 };
  expect(decide(anAttempt({ answer }))).toMatchObject({ kind: "release", pause: "channel.key_refused" });
  expect(decide(anAttempt({ answer, attempts: 2 }))).toMatchObject({
    kind: "retry",
    counts: false,
    pause: "channel.key_refused",
  });
});

test("a key that was used with other content freezes the channel and is never changed by itself", () => {
  const answer = { status: 409, name: "invalid_idempotent_request" };
  expect(decide(anAttempt({ answer }))).toEqual({
    kind: "give-up",
    state: "unknown",
    reason: "key_conflict",
    pause: "channel.key_conflict",
  });
});

test("a webhook gets five tries within ten minutes, then leaves by its error path", () => {
  const tries = [1, 2, 3, 4, 5].map((attempts) => decide(anAttempt({ kind: "webhook", attempts })));
  expect(tries.map((decision) => (decision.kind === "retry" ? decision.afterMs / 1_000 : decision))).toEqual([
    4,
    16,
    64,
    256,
    { kind: "give-up", state: "rejected", reason: "webhook_no_answer" },
  ]);
  expect(decide(anAttempt({ kind: "webhook", attempts: 2, ageMs: 600_000 })).kind).toBe("give-up");
});

test.each([
  [{ status: 404 }, "webhook_refused"],
  [{ status: 302 }, "webhook_redirect"],
  [{ status: undefined, name: "private_address" }, "webhook_private_address"],
] as const)("a webhook that is answered %j names its reason", (answer, reason) => {
  expect(decide(anAttempt({ kind: "webhook", answer }))).toEqual({ kind: "refuse", reason });
});
