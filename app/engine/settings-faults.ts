import type { z } from "zod";

/** A fault in one field of a node's settings; `code` is an i18n key below `problems.`. */
export type SettingsFault = { code: string; field: string; params: Record<string, string | number> };

/** Turns what zod found in raw settings into stable codes with their fields, one fault per field. */
export function settingsFaults(issues: readonly z.core.$ZodIssue[], raw: unknown): SettingsFault[] {
  const byField = new Map<string, SettingsFault>();
  for (const issue of issues.flatMap(splitUnknownKeys)) {
    const field = issue.path.map(String).join(".");
    if (!byField.has(field)) byField.set(field, { field, ...codeOf(issue, valueAt(raw, issue.path)) });
  }
  return [...byField.values()];
}

function splitUnknownKeys(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "unrecognized_keys") return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
}

type Coded = Pick<SettingsFault, "code" | "params">;

const plain = (code: string): Coded => ({ code, params: {} });

function codeOf(issue: z.core.$ZodIssue, value: unknown): Coded {
  if (issue.code === "unrecognized_keys") return { code: "unknown_field", params: { field: issue.keys[0] ?? "" } };
  if (issue.code === "custom")
    return plain(typeof issue.params?.["code"] === "string" ? issue.params["code"] : "invalid");
  if (isEmpty(value)) return plain("missing");
  switch (issue.code) {
    case "invalid_type":
      return plain(issue.expected === "int" ? "not_integer" : "wrong_type");
    case "too_small":
      return { code: tooSmallCodes[issue.origin] ?? "invalid", params: { minimum: Number(issue.minimum) } };
    case "too_big":
      return { code: tooBigCodes[issue.origin] ?? "invalid", params: { maximum: Number(issue.maximum) } };
    case "invalid_format":
      return plain(formatCodes[issue.format] ?? "invalid_format");
    case "invalid_value":
      return plain("invalid_choice");
    case "invalid_union":
      return plain(issue.discriminator === undefined ? "wrong_type" : "invalid_choice");
    default:
      return plain("invalid");
  }
}

const tooSmallCodes: Record<string, string> = {
  string: "too_short",
  number: "too_low",
  int: "too_low",
  array: "too_few",
};
const tooBigCodes: Record<string, string> = {
  string: "too_long",
  number: "too_high",
  int: "too_high",
  array: "too_many",
};
const formatCodes: Record<string, string> = { email: "invalid_email", url: "invalid_url" };

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let current = raw;
  for (const key of path) {
    if (current === null || typeof current !== "object") return undefined;
    current = Reflect.get(current, key);
  }
  return typeof current === "string" ? current.trim() : current;
}
