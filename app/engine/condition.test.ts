import fc from "fast-check";
import { expect, test } from "vitest";
import { type Comparison, compare, comparisonOperators, comparisonSchema } from "./comparison.ts";
import {
  type Condition,
  type ConditionContext,
  conditionSchema,
  evaluateCondition,
  evaluateFilter,
  propertyFilterSchema,
  readsOf,
} from "./condition.ts";
import type { JsonObject } from "./effect.ts";
import { minutesAfterNoon, noon } from "./example-journeys.ts";

function aContext(overrides: Partial<ConditionContext> = {}): ConditionContext {
  return { attributes: {}, events: new Map(), now: noon, runEnteredAt: minutesAfterNoon(-60), ...overrides };
}

function holds(comparison: Comparison, attributes: JsonObject): boolean {
  const condition: Condition = { match: "all", rules: [{ kind: "attribute", ...comparison }] };
  return evaluateCondition(condition, aContext({ attributes }));
}

const attributes: JsonObject = {
  plan: "trial",
  seats: 12,
  seatsText: "12",
  isAdmin: true,
  tags: ["beta", "7"],
  company: { name: "Kai AG", size: { people: 40 } },
  trialEnds: "2026-03-10",
  signedUp: "2026-03-01T10:00:00+02:00",
  lastPaid: 1_772_000_000,
  nothing: null,
};

test.each<[Comparison, boolean]>([
  [{ field: "plan", operator: "equals", value: "trial" }, true],
  [{ field: "plan", operator: "equals", value: "Trial" }, false],
  [{ field: "seats", operator: "equals", value: "12" }, true],
  [{ field: "seatsText", operator: "equals", value: 12 }, true],
  [{ field: "plan", operator: "equals", value: 12 }, false],
  [{ field: "isAdmin", operator: "equals", value: "true" }, true],
  [{ field: "isAdmin", operator: "equals", value: 1 }, false],
  [{ field: "plan", operator: "not-equals", value: "pro" }, true],
  [{ field: "company.size.people", operator: "greater", value: 39 }, true],
  [{ field: "seatsText", operator: "greater-or-equal", value: "12" }, true],
  [{ field: "seats", operator: "less", value: 12 }, false],
  [{ field: "seats", operator: "less-or-equal", value: 12 }, true],
  [{ field: "plan", operator: "greater", value: 1 }, false],
  [{ field: "company.name", operator: "contains", value: "Kai" }, true],
  [{ field: "company.name", operator: "not-contains", value: "GmbH" }, true],
  [{ field: "tags", operator: "contains", value: "beta" }, true],
  [{ field: "tags", operator: "contains", value: 7 }, true],
  [{ field: "tags", operator: "contains", value: "bet" }, false],
  [{ field: "plan", operator: "in", value: ["trial", "pro"] }, true],
  [{ field: "seats", operator: "in", value: ["11", "12"] }, true],
  [{ field: "plan", operator: "not-in", value: ["pro"] }, true],
  [{ field: "trialEnds", operator: "after", value: "2026-03-09T23:59:59Z" }, true],
  [{ field: "signedUp", operator: "before", value: "2026-03-01T08:00:01" }, true],
  [{ field: "signedUp", operator: "before", value: "2026-03-01T08:00:00Z" }, false],
  [{ field: "lastPaid", operator: "after", value: "2026-02-01" }, true],
  [{ field: "plan", operator: "before", value: "2026-03-01" }, false],
  [{ field: "company", operator: "exists" }, true],
  [{ field: "company.name.first", operator: "not-exists" }, true],
])("R31 values compare by type: %j is %s", (comparison, expected) => {
  expect(holds(comparison, attributes)).toBe(expected);
});

test("R31 a time without a zone is UTC on every machine", () => {
  const seen = { at: "2026-03-01 08:00" };
  expect(holds({ field: "at", operator: "before", value: "2026-03-01T08:00:01Z" }, seen)).toBe(true);
  expect(holds({ field: "at", operator: "after", value: "2026-03-01T07:59:59Z" }, seen)).toBe(true);
});

const negative = new Set(["not-equals", "not-contains", "not-in", "not-exists"]);
const validValue: Record<string, Comparison["value"]> = {
  in: ["1"],
  "not-in": ["1"],
  before: "2026-01-01",
  after: "2026-01-01",
};

test.each(
  comparisonOperators.flatMap((operator) =>
    ["nothing", "absent", "plan.length"].map((field) => [operator, field] as const),
  ),
)("R32 of a missing value only the negative operators hold: %s %s", (operator, field) => {
  expect(holds({ field, operator, value: validValue[operator] ?? 1 }, attributes)).toBe(negative.has(operator));
});

test("R32 no comparison throws, whatever the values, and each negation is the opposite", () => {
  const opposites = [
    ["equals", "not-equals"],
    ["contains", "not-contains"],
    ["in", "not-in"],
    ["exists", "not-exists"],
  ] as const;
  const anyValue = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()));
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...comparisonOperators), anyValue, (actual, operator, value) => {
      const values = { a: actual } as JsonObject;
      expect(typeof compare({ field: "a", operator, value }, values)).toBe("boolean");
      for (const [one, other] of opposites) {
        const positive = compare({ field: "a", operator: one, value }, values);
        expect(compare({ field: "a", operator: other, value }, values)).toBe(!positive);
      }
    }),
    { seed: 32 },
  );
});

test("R32 inherited names are no attributes", () => {
  expect(holds({ field: "constructor", operator: "exists" }, {})).toBe(false);
  expect(holds({ field: "__proto__.toString", operator: "exists" }, {})).toBe(false);
});

test("R30 all needs every rule, any needs one", () => {
  const rules: Condition["rules"] = [
    { kind: "attribute", field: "plan", operator: "equals", value: "trial" },
    { kind: "attribute", field: "seats", operator: "greater", value: 100 },
  ];
  expect(evaluateCondition({ match: "all", rules }, aContext({ attributes }))).toBe(false);
  expect(evaluateCondition({ match: "any", rules }, aContext({ attributes }))).toBe(true);
});

function didEvent(rule: Record<string, unknown>, minutesAgo: number, timeScale = 1): boolean {
  const condition = conditionSchema.parse({ rules: [{ kind: "event", event: "project_created", did: true, ...rule }] });
  const at = minutesAfterNoon(-minutesAgo);
  const events = new Map([["project_created", { count: 3, firstAt: at, lastAt: at }]]);
  const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms / timeScale);
  return evaluateCondition(condition, aContext({ events, after }));
}

test("R33 ever counts, with a least count", () => {
  expect(didEvent({}, 10_000)).toBe(true);
  expect(didEvent({ atLeast: 3 }, 10_000)).toBe(true);
  expect(didEvent({ atLeast: 4 }, 10_000)).toBe(false);
  expect(didEvent({ did: false }, 10_000)).toBe(false);
  expect(didEvent({ event: "other" }, 1)).toBe(false);
  expect(didEvent({ event: "other", did: false }, 1)).toBe(true);
});

test("R33 since entry compares with the moment the run entered the journey", () => {
  expect(didEvent({ scope: "since-entry" }, 60)).toBe(true);
  expect(didEvent({ scope: "since-entry" }, 61)).toBe(false);
});

test("R33 within looks back from now, in the workspace's time", () => {
  expect(didEvent({ scope: "within", withinMinutes: 30 }, 30)).toBe(true);
  expect(didEvent({ scope: "within", withinMinutes: 30 }, 31)).toBe(false);
  expect(didEvent({ scope: "within", withinMinutes: 120 }, 2, 60)).toBe(true);
  expect(didEvent({ scope: "within", withinMinutes: 120 }, 3, 60)).toBe(false);
});

test.each([
  [
    "a count within a time",
    { kind: "event", event: "x", did: true, scope: "within", withinMinutes: 5, atLeast: 2 },
    "count_needs_ever",
  ],
  ["within without a time", { kind: "event", event: "x", did: true, scope: "within" }, "value_missing"],
  ["a comparison without a value", { kind: "attribute", field: "x", operator: "equals" }, "value_missing"],
  ["one value for a list", { kind: "attribute", field: "x", operator: "in", value: "a" }, "needs_list"],
  ["a list for one value", { kind: "attribute", field: "x", operator: "equals", value: ["a"] }, "needs_one_value"],
  ["a word for a number", { kind: "attribute", field: "x", operator: "less", value: "few" }, "needs_number"],
  ["a word for a time", { kind: "attribute", field: "x", operator: "before", value: "soon" }, "needs_time"],
])("a rule that cannot be answered is refused: %s", (_name, rule, code) => {
  const parsed = conditionSchema.safeParse({ rules: [rule] });
  expect(parsed.error?.issues.map((issue) => (issue.code === "custom" ? issue.params?.["code"] : issue.code))).toEqual([
    code,
  ]);
});

test("existence needs no value, and comparing with an empty text is allowed", () => {
  expect(comparisonSchema.safeParse({ field: "x", operator: "exists" }).success).toBe(true);
  expect(comparisonSchema.safeParse({ field: "x", operator: "equals", value: "" }).success).toBe(true);
});

test("blanks around the values of a list and empty values do not count", () => {
  const rule = { field: "x", operator: "in", value: [" a ", "", "b c"] };
  expect(comparisonSchema.parse(rule)).toEqual({ ...rule, value: ["a", "b c"] });
  expect(comparisonSchema.safeParse({ ...rule, value: [" "] }).success).toBe(false);
});

test("R34 a filter without rules lets every event pass, one with rules compares properties", () => {
  expect(evaluateFilter(propertyFilterSchema.parse({}), {})).toBe(true);
  expect(evaluateFilter(propertyFilterSchema.parse({ match: "any" }), { plan: 1 })).toBe(true);
  const filter = propertyFilterSchema.parse({
    match: "any",
    rules: [
      { field: "plan", operator: "equals", value: "pro" },
      { field: "total", operator: "greater", value: 100 },
    ],
  });
  expect(evaluateFilter(filter, { plan: "trial", total: 101 })).toBe(true);
  expect(evaluateFilter(filter, { plan: "trial" })).toBe(false);
});

test("a condition reads top-level attributes and the events it names", () => {
  const condition = conditionSchema.parse({
    rules: [
      { kind: "attribute", field: "company.size.people", operator: "exists" },
      { kind: "attribute", field: "company.name", operator: "exists" },
      { kind: "event", event: "paid", did: false },
    ],
  });
  expect(readsOf(condition)).toEqual({ attributes: ["company"], events: ["paid"] });
});
