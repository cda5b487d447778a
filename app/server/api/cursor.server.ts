import { AppError } from "../../errors/app-error.ts";

/** Hides a keyset position, so that nobody builds on its form. */
export function encodeCursor(position: number | string): string {
  return Buffer.from(String(position)).toString("base64url");
}

/** The id in a cursor; undefined for none. Throws request.invalid for one that we did not make. */
export function decodeIdCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, "base64url").toString();
  const id = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(id)) {
    const fault = { path: "after", code: "invalid_cursor", message: "Send the `next` of the page before, unchanged." };
    throw new AppError("request.invalid", {}, { faults: [fault] });
  }
  return id;
}
