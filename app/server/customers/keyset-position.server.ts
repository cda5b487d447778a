import { AppError } from "../../errors/app-error.ts";

const TIME_TEXT = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:?\d\d)?$/;

/** An opaque cursor for "behind this instant and key". */
export function positionOf(at: string, key: string): string {
  return Buffer.from(`${at}|${key}`).toString("base64url");
}

/** Reads a cursor; undefined for none. Throws request.invalid for one that we did not make. */
export function readPosition(cursor: string | undefined, keyPattern: RegExp): { at: string; key: string } | undefined {
  if (cursor === undefined) return undefined;
  const [at = "", key = ""] = Buffer.from(cursor, "base64url").toString("utf8").split("|", 2);
  if (TIME_TEXT.test(at) && keyPattern.test(key)) return { at, key };
  const fault = { path: "after", code: "invalid_cursor", message: "Send the `next` of the page before, unchanged." };
  throw new AppError("request.invalid", {}, { faults: [fault] });
}
