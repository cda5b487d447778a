import { z } from "zod";
import type { Json, JsonObject } from "./effect.ts";
import { readPath } from "./node-type.ts";
import { isStorableText } from "./text.ts";

const pathSchema = z
  .string()
  .max(120)
  .refine(isStorableText)
  .refine((path) => path.trim() !== "", { params: { code: "field_missing" } });

export const comparisonOperators = [
  "equals",
  "not-equals",
  "contains",
  "not-contains",
  "greater",
  "greater-or-equal",
  "less",
  "less-or-equal",
  "exists",
  "not-exists",
  "in",
  "not-in",
  "before",
  "after",
] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

export const comparisonShape = {
  field: pathSchema,
  operator: z.enum(comparisonOperators),
  /** Unused by exists and not-exists; a list for in and not-in; an ISO time for before and after. */
  value: z
    .union([
      z.string().max(1_000).refine(isStorableText),
      z.number(),
      z.boolean(),
      // Forms keep what is typed between the commas; blanks and empty parts do not count.
      z
        .array(z.string().trim().max(200).refine(isStorableText))
        .max(100)
        .overwrite((list) => list.filter((item) => item !== "")),
    ])
    .optional(),
};

/** Compares one value (an attribute, or a property of an event) with a fixed one. */
export const comparisonSchema = z.strictObject(comparisonShape).superRefine(refineComparison);
export type Comparison = z.infer<typeof comparisonSchema>;

type ComparisonInput = { operator: ComparisonOperator; value?: string | number | boolean | string[] | undefined };
/** The part of zod's refinement context that the conditions use. */
export type Refinement = { addIssue: (issue: { code: "custom"; path: string[]; params: { code: string } }) => void };

type ValueKind = "none" | "one" | "list" | "number" | "time";

/** What an operator compares with; editors offer the field that fits. */
export const valueKindOf: Readonly<Record<ComparisonOperator, ValueKind>> = {
  equals: "one",
  "not-equals": "one",
  contains: "one",
  "not-contains": "one",
  greater: "number",
  "greater-or-equal": "number",
  less: "number",
  "less-or-equal": "number",
  exists: "none",
  "not-exists": "none",
  in: "list",
  "not-in": "list",
  before: "time",
  after: "time",
};

/** Reports a value that does not fit its operator. */
export function refineComparison({ operator, value }: ComparisonInput, refinement: Refinement): void {
  const kind = valueKindOf[operator];
  if (kind === "none") return;
  const isEmpty =
    value === undefined || (kind !== "one" && value === "") || (Array.isArray(value) && value.length === 0);
  const code = isEmpty ? "value_missing" : valueFault(kind, value);
  if (code !== undefined) refinement.addIssue({ code: "custom", path: ["value"], params: { code } });
}

function valueFault(kind: ValueKind, value: Json): string | undefined {
  if (kind === "list") return Array.isArray(value) ? undefined : "needs_list";
  if (kind === "one") return Array.isArray(value) ? "needs_one_value" : undefined;
  if (kind === "time") return asTime(value) === undefined ? "needs_time" : undefined;
  return asNumber(value) === undefined ? "needs_number" : undefined;
}

/** SPEC R31, R32: compares the value at `comparison.field` by its type. Never throws; a missing value equals nothing. */
export function compare({ field, operator, value }: Comparison, values: JsonObject): boolean {
  const actual = readPath(values, field) ?? null;
  const expected = value ?? null;
  switch (operator) {
    case "exists":
      return actual !== null;
    case "not-exists":
      return actual === null;
    case "equals":
      return isEqual(actual, expected);
    case "not-equals":
      return !isEqual(actual, expected);
    case "contains":
      return contains(actual, expected);
    case "not-contains":
      return !contains(actual, expected);
    case "in":
      return isIn(actual, expected);
    case "not-in":
      return !isIn(actual, expected);
    case "before":
    case "after":
      return isOrdered(asTime(actual), asTime(expected), operator === "before" ? "less" : "greater");
    default:
      return isOrdered(asNumber(actual), asNumber(expected), operator);
  }
}

// A form sends "5" where an import sends 5: texts that spell a number or a boolean equal it.
function isEqual(actual: Json, expected: Json): boolean {
  if (actual === null || expected === null) return false;
  if (typeof actual === typeof expected) return actual === expected;
  if (typeof actual === "number" || typeof expected === "number") {
    const left = asNumber(actual);
    return left !== undefined && left === asNumber(expected);
  }
  if (typeof actual === "boolean" || typeof expected === "boolean") return String(actual) === String(expected);
  return false;
}

function contains(actual: Json, expected: Json): boolean {
  if (Array.isArray(actual)) return actual.some((item) => isEqual(item, expected));
  return typeof actual === "string" && expected !== null && actual.includes(String(expected));
}

function isIn(actual: Json, expected: Json): boolean {
  return Array.isArray(expected) && expected.some((item) => isEqual(actual, item));
}

type Ordering = "greater" | "greater-or-equal" | "less" | "less-or-equal";

function isOrdered(actual: number | undefined, expected: number | undefined, ordering: Ordering): boolean {
  if (actual === undefined || expected === undefined) return false;
  if (ordering === "greater") return actual > expected;
  if (ordering === "greater-or-equal") return actual >= expected;
  return ordering === "less" ? actual < expected : actual <= expected;
}

/** The number a value is or spells; undefined for anything else. */
function asNumber(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const isoTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Numbers below this are seconds since 1970 (it is the year 5138), others milliseconds. */
const LARGEST_SECONDS = 1e11;

/** Milliseconds since 1970 of an ISO time (UTC where it names no zone) or a Unix time; undefined for anything else. */
function asTime(value: Json): number | undefined {
  if (typeof value === "number") return Math.abs(value) < LARGEST_SECONDS ? value * 1_000 : value;
  if (typeof value !== "string") return undefined;
  const match = isoTime.exec(value);
  if (match === null) return undefined;
  const [, time, , , zone] = match;
  // A time without a zone would be read in the zone of the machine.
  const milliseconds = Date.parse(
    time !== undefined && zone === undefined ? `${value.replace(" ", "T")}Z` : value.replace(" ", "T"),
  );
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
