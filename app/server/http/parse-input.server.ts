import type { z } from "zod";
import { AppError, type FieldFault } from "../../errors/app-error.ts";

const MAX_FAULTS = 50;

/** Parses what a caller sent. Throws request.invalid with one fault per wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("request.invalid", {}, { faults: faultsOf(parsed.error.issues) });
}

/** One fault per wrong field, unknown ones named each, at most 50. */
export function faultsOf(issues: readonly z.core.$ZodIssue[]): FieldFault[] {
  return issues.flatMap(faultsOfIssue).slice(0, MAX_FAULTS);
}

function faultsOfIssue(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ path: pathOf(issue.path), code: issue.code, message: issue.message }];
  }
  return issue.keys.map((key) => ({
    path: pathOf([...issue.path, key]),
    code: "unknown_field",
    message: `There is no field ${key}.`,
  }));
}

function pathOf(parts: readonly PropertyKey[]): string {
  return parts.map(String).join(".").slice(0, 300);
}
