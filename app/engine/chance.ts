import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

const TWO_TO_52 = 2 ** 52;

/** SPEC R20: SHA-256(salt + ":" + unit), first 52 bits, as a number in [0, 1). Re-derivable in SQL. */
export function chanceOf(salt: string, unit: string): number {
  const digest = sha256(utf8ToBytes(`${salt}:${unit}`));
  const view = new DataView(digest.buffer, digest.byteOffset, 8);
  return (view.getUint32(0) * 2 ** 20 + Math.floor(view.getUint32(4) / 2 ** 12)) / TWO_TO_52;
}
