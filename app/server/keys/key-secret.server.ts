import { createHash, randomBytes } from "node:crypto";
import type { KeyKind } from "#db/queries/keys.ts";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS_OF_32_BYTES = 43;
const SHOWN_CHARACTERS = 8;
const marks: Record<KeyKind, string> = { write: "lw_", api: "la_" };

/** A new key: 32 random bytes in base 62 behind the mark of its kind. Only `hash` and `prefix` may be stored. */
export function makeKey(kind: KeyKind): { key: string; prefix: string; hash: string } {
  const key = marks[kind] + base62(randomBytes(32));
  return { key, prefix: key.slice(0, SHOWN_CHARACTERS), hash: hashKey(key) };
}

/** SHA-256 (hex). A key has 256 bits of its own, so a slow hash would add nothing. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function base62(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  for (; rest > 0n; rest /= 62n) text = (ALPHABET[Number(rest % 62n)] ?? "") + text;
  return text.padStart(DIGITS_OF_32_BYTES, "0");
}
