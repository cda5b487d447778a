import type { Json } from "./effect.ts";

// Postgres stores neither NUL nor half a surrogate pair in text or jsonb.
const unstorable = /[\0\p{Surrogate}]/u;

/** Whether Postgres can store this text. */
export function isStorableText(text: string): boolean {
  return !unstorable.test(text);
}

/** Whether Postgres can store every key and text of this value as jsonb. */
export function isStorableJson(value: Json): boolean {
  if (typeof value === "string") return isStorableText(value);
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isStorableJson);
  return Object.entries(value).every(([key, part]) => isStorableText(key) && isStorableJson(part));
}
