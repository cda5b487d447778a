import { eventLimits } from "../../api/events.ts";
import type { FieldFault } from "../../errors/app-error.ts";

/** Names that would reach into JavaScript's own objects. */
const FORBIDDEN_KEY = "__proto__";
const LONE_SURROGATE = /\p{Surrogate}/u;
const UNPRINTABLE = /[\p{Surrogate}\p{Control}]/gu;

/**
 * Looks through a parsed JSON value for what Postgres or the engine could not keep: NUL, lone surrogates, numbers beyond a double,
 * deep nesting, wide objects. Returns the first fault with its path. `checkTexts` may be false when the raw text had no `\u`.
 */
export function inspectJson(value: unknown, { checkTexts }: { checkTexts: boolean }): FieldFault | undefined {
  return inspect(value, "", 1, checkTexts);
}

function inspect(value: unknown, path: string, depth: number, checkTexts: boolean): FieldFault | undefined {
  if (typeof value === "string") return checkTexts ? inspectText(value, path) : undefined;
  if (typeof value === "number")
    return Number.isFinite(value) ? undefined : fault(path, "number", "The number is too large.");
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > eventLimits.depth) return fault(path, "too_deep", `Nested deeper than ${eventLimits.depth} levels.`);
  return Array.isArray(value)
    ? inspectList(value, path, depth, checkTexts)
    : inspectObject(value, path, depth, checkTexts);
}

function inspectList(values: unknown[], path: string, depth: number, checkTexts: boolean): FieldFault | undefined {
  for (let index = 0; index < values.length; index += 1) {
    const found = inspect(values[index], `${path}.${index}`, depth + 1, checkTexts);
    if (found) return found;
  }
  return undefined;
}

function inspectObject(value: object, path: string, depth: number, checkTexts: boolean): FieldFault | undefined {
  const entries = Object.entries(value);
  if (entries.length > eventLimits.keysPerObject)
    return fault(path, "too_many_keys", `More than ${eventLimits.keysPerObject} keys in one object.`);
  for (const [key, part] of entries) {
    const here = path === "" ? key : `${path}.${key}`;
    if (key === FORBIDDEN_KEY) return fault(here, "reserved_name", `The name ${key} is reserved.`);
    const found = (checkTexts ? inspectText(key, here) : undefined) ?? inspect(part, here, depth + 1, checkTexts);
    if (found) return found;
  }
  return undefined;
}

function inspectText(text: string, path: string): FieldFault | undefined {
  if (text.includes("\u0000")) return fault(path, "nul", "Must not contain NUL characters.");
  if (LONE_SURROGATE.test(text)) return fault(path, "lone_surrogate", "Contains half of a surrogate pair.");
  return undefined;
}

/** Paths go back to the sender and into logs, so they are cut and made printable. */
function fault(path: string, code: string, message: string): FieldFault {
  return { path: path.slice(0, 300).replaceAll(UNPRINTABLE, "\uFFFD"), code, message };
}
