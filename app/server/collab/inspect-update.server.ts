import * as Y from "yjs";
import { documentRoots } from "../../canvas/journey-document.ts";

/** What an update would do: per author the clocks it covers. */
export type Inspection =
  | { ok: true; clocks: Map<number, { from: number; to: number }> }
  | { ok: false; reason: string };

const roots = new Set<string>(documentRoots);
const maximumStructs = 100_000;

/**
 * Reads an update without applying it. Yjs applies the readable beginning of a broken update before it throws, so everything is decoded
 * first. Refuses what is broken, names another root, is no part of a map at the root, or brings a document of its own.
 */
export function inspectUpdate(update: Uint8Array): Inspection {
  let structs: ReturnType<typeof Y.decodeUpdate>["structs"];
  try {
    structs = Y.decodeUpdate(update).structs;
  } catch {
    return { ok: false, reason: "unreadable" };
  }
  if (structs.length > maximumStructs) return { ok: false, reason: "too many structs" };
  const clocks = new Map<number, { from: number; to: number }>();
  for (const struct of structs) {
    const reason = struct instanceof Y.Item ? findFault(struct) : undefined;
    if (reason) return { ok: false, reason };
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const known = clocks.get(client);
    const to = clock + struct.length;
    clocks.set(client, known ? { from: Math.min(known.from, clock), to: Math.max(known.to, to) } : { from: clock, to });
  }
  return { ok: true, clocks };
}

function findFault(item: Y.Item): string | undefined {
  if (item.content instanceof Y.ContentDoc) return "nested document";
  // The decoder leaves the name of a root in `parent`, which the types do not say.
  const parent: unknown = item.parent;
  if (typeof parent !== "string") return undefined;
  if (!roots.has(parent)) return "unknown root";
  return item.parentSub === null ? "list at a root" : undefined;
}
