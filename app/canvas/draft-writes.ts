import * as Y from "yjs";
import type { Json } from "../engine/effect.ts";
import {
  type Deletion,
  edgeKey,
  edgesOf,
  edgeTarget,
  isDeleted,
  type NodeMap,
  nodesOf,
  parseEdgeKey,
  presentItem,
  putEdge,
  readValue,
} from "./journey-document.ts";
import { normaliseJson } from "./normalise-graph.ts";

/** Who edits which document. Tests set the clock and the ids. */
export type EditContext = { doc: Y.Doc; userId: string; now: () => number; newId: () => string };

/** The smallest undoable change: what stood in one place before, and what a command put there. `undefined`: nothing. */
export type Write =
  | { kind: "presence"; key: string; before: boolean; after: boolean }
  | { kind: "field"; key: string; field: ItemField; before: Json | undefined; after: Json | undefined }
  | { kind: "setting"; key: string; setting: string; before: Json | undefined; after: Json | undefined }
  | { kind: "edge"; key: string; before: string | undefined; after: string | undefined };

export type ItemField = "t" | "pos" | "name" | "size" | "text";

/** A write that was not repeated because the place has changed since. `clientId` is the window of whoever changed it, if known. */
export type SkippedWrite = { write: Write; clientId: number | undefined };

/** The same writes backwards. */
export function invertWrites(writes: readonly Write[]): Write[] {
  return writes.map((write) => ({ ...write, before: write.after, after: write.before }) as Write).reverse();
}

/** Joins two commands of one gesture: per place the first `before` and the last `after`; places that end as they began fall out. */
export function mergeWrites(earlier: readonly Write[], later: readonly Write[]): Write[] {
  const merged = new Map<string, Write>();
  for (const write of [...earlier, ...later]) {
    const place = placeOf(write);
    const first = merged.get(place);
    merged.set(place, first ? ({ ...write, before: first.before } as Write) : write);
  }
  return [...merged.values()].filter((write) => !isSame(write.before, write.after));
}

/** Does `write` now, whatever stands there; false when there is nothing to change or the item is gone. Call inside a transaction. */
export function doWrite(context: EditContext, write: Write): boolean {
  if (isSame(write.before, write.after)) return false;
  switch (write.kind) {
    case "presence":
      return setPresence(context, write.key, write.after);
    case "edge":
      return setEdge(context, write.key, write.after);
    case "field":
      return setEntry(presentItem(context.doc, write.key), write.field, write.after);
    case "setting":
      return setEntry(settingsOf(presentItem(context.doc, write.key)), write.setting, write.after);
  }
}

/** Repeats writes (for undo and redo) where the place still holds `before`, in one transaction; says what it left alone. */
export function redoWrites(context: EditContext, writes: readonly Write[]): { done: Write[]; skipped: SkippedWrite[] } {
  const done: Write[] = [];
  const skipped: SkippedWrite[] = [];
  context.doc.transact(() => {
    const kept = itemsToKeep(context.doc, writes);
    // Steps come back before their settings are written, and leave after their edges.
    for (const write of [...writes].sort((a, b) => rank(a) - rank(b))) {
      const obstacle = obstacleOfKept(kept, write) ?? findObstacle(context.doc, write);
      if (obstacle) skipped.push({ write, clientId: obstacle.clientId });
      else if (doWrite(context, write)) done.push(write);
    }
  }, context);
  return { done, skipped };
}

/** What stands in a place of an item now. */
export function readField(doc: Y.Doc, key: string, field: ItemField): Json | undefined {
  const stored = readValue(presentItem(doc, key)?.get(field));
  // Unnamed steps carry no name at all: one struct less in every document.
  return stored ?? (field === "name" ? "" : undefined);
}

export function readSetting(doc: Y.Doc, key: string, setting: string): Json | undefined {
  return readValue(settingsOf(presentItem(doc, key))?.get(setting));
}

export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(normaliseJson(a)) === JSON.stringify(normaliseJson(b));
}

function rank(write: Write): number {
  if (write.kind !== "presence") return 1;
  return write.after ? 0 : 2;
}

function placeOf(write: Write): string {
  if (write.kind === "field") return `field ${write.field} ${write.key}`;
  if (write.kind === "setting") return `setting ${write.key} ${write.setting}`;
  return `${write.kind} ${write.key}`;
}

function setPresence(context: EditContext, key: string, isPresent: boolean): boolean {
  const item = nodesOf(context.doc).get(key);
  if (!(item instanceof Y.Map) || isDeleted(item) === !isPresent) return false;
  if (isPresent) item.delete("del");
  else item.set("del", { by: context.userId, at: context.now() } satisfies Deletion);
  return true;
}

function setEdge(context: EditContext, key: string, target: string | undefined): boolean {
  const edge = edgesOf(context.doc).get(key);
  if (target === undefined) {
    if (edgeTarget(context.doc, key) === undefined || !(edge instanceof Y.Map)) return false;
    edge.set("del", { by: context.userId, at: context.now() } satisfies Deletion);
    return true;
  }
  if (!(edge instanceof Y.Map)) {
    putEdge(context.doc, key, target);
    return true;
  }
  if (edge.get("dst") !== target) edge.set("dst", target);
  if (edge.has("del")) edge.delete("del");
  return true;
}

function setEntry(map: Y.Map<unknown> | undefined, key: string, value: Json | undefined): boolean {
  if (!map) return false;
  const stored = map.get(key);
  if (stored instanceof Y.Text && typeof value === "string") replaceText(stored, value);
  else if (value !== undefined) map.set(key, value);
  else if (map.has(key)) map.delete(key);
  return true;
}

/** Changes only the part between the common beginning and end, so that what others type elsewhere in the text stays. */
function replaceText(text: Y.Text, after: string): void {
  const before = text.toString();
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const removed = before.length - start - end;
  if (removed > 0) text.delete(start, removed);
  if (after.length - start - end > 0) text.insert(start, after.slice(start, after.length - end));
}

function settingsOf(item: NodeMap | undefined): Y.Map<unknown> | undefined {
  const settings = item?.get("cfg");
  return settings instanceof Y.Map ? settings : undefined;
}

type Obstacle = { clientId: number | undefined };

/** Steps that a repeated write would take away although others have worked on them. */
function itemsToKeep(doc: Y.Doc, writes: readonly Write[]): Map<string, Obstacle> {
  const kept = new Map<string, Obstacle>();
  for (const write of writes) {
    const obstacle = write.kind === "presence" && write.before ? findForeignWork(doc, write.key) : undefined;
    if (obstacle) kept.set(write.key, obstacle);
  }
  return kept;
}

/** A step that stays because others worked on it keeps its edges and settings too. */
function obstacleOfKept(kept: ReadonlyMap<string, Obstacle>, write: Write): Obstacle | undefined {
  if (write.kind !== "edge") return kept.get(write.key);
  const source = parseEdgeKey(write.key)?.source;
  return kept.get(source ?? "") ?? kept.get(write.before ?? "");
}

/** Why a write must not be repeated: the place holds something else by now, or its item is gone. */
function findObstacle(doc: Y.Doc, write: Write): Obstacle | undefined {
  switch (write.kind) {
    case "presence":
      return write.before ? undefined : findForeignDeletion(doc, write.key);
    case "edge":
      return obstacleUnless(isSame(edgeTarget(doc, write.key), write.before), edgesOf(doc).get(write.key), "dst");
    case "field":
      return obstacleUnless(
        isSame(readField(doc, write.key, write.field), write.before),
        nodesOf(doc).get(write.key),
        write.field,
      );
    case "setting": {
      const settings = settingsOf(presentItem(doc, write.key));
      return obstacleUnless(isSame(readSetting(doc, write.key, write.setting), write.before), settings, write.setting);
    }
  }
}

function obstacleUnless(isFree: boolean, map: unknown, key: string): Obstacle | undefined {
  return isFree ? undefined : { clientId: writerOf(map, key) };
}

/** Undoing "add" would take away what others have set, typed or connected since. */
function findForeignWork(doc: Y.Doc, key: string): Obstacle | undefined {
  const item = presentItem(doc, key);
  const writers = [...writersOf(item), ...writersOf(settingsOf(item)), ...textWriters(item?.get("text"))];
  for (const [edge, map] of edgesOf(doc)) {
    const target = edgeTarget(doc, edge);
    if (target !== undefined && (target === key || edge.startsWith(edgeKey(key, "")))) writers.push(...writersOf(map));
  }
  const clientId = writers.find((writer) => writer !== doc.clientID);
  return clientId === undefined ? undefined : { clientId };
}

function findForeignDeletion(doc: Y.Doc, key: string): Obstacle | undefined {
  const clientId = writerOf(nodesOf(doc).get(key), "del");
  return clientId === doc.clientID ? undefined : { clientId };
}

function writerOf(map: unknown, key: string): number | undefined {
  if (!(map instanceof Y.Map)) return undefined;
  return map._map.get(key)?.id.client;
}

function writersOf(map: unknown): number[] {
  if (!(map instanceof Y.Map)) return [];
  return [...map._map.values()].map((item) => item.id.client);
}

function textWriters(text: unknown): number[] {
  const writers: number[] = [];
  if (!(text instanceof Y.Text)) return writers;
  for (let item = text._start; item; item = item.right) if (!item.deleted) writers.push(item.id.client);
  return writers;
}
