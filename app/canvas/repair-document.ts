import * as Y from "yjs";
import {
  DOCUMENT_SCHEMA,
  edgesOf,
  nodesOf,
  parseEdgeKey,
  parseItemKey,
  readPair,
  readValue,
} from "./journey-document.ts";
import {
  isId,
  isTypeName,
  normaliseName,
  normaliseNoteText,
  normalisePosition,
  normaliseSize,
} from "./normalise-graph.ts";

/** Keys of the roots that an update touched. */
export type Touched = { nodes: Set<string>; edges: Set<string>; meta: boolean; vars: Set<string> };

const maximumTextLength = 20_000;
const itemFields = {
  node: new Set(["t", "tv", "pos", "name", "cfg", "del", "parent", "ord"]),
  note: new Set(["t", "tv", "pos", "text", "del"]),
  section: new Set(["t", "tv", "pos", "size", "name", "del"]),
};
const edgeFields = new Set(["dst", "th", "label", "del"]);

/** Collects what transactions touch, until `take` is called. */
export function watchTouched(doc: Y.Doc): { take: () => Touched } {
  const empty = (): Touched => ({ nodes: new Set(), edges: new Set(), meta: false, vars: new Set() });
  let touched = empty();
  const collect = (keys: Set<string>) => (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) {
      const first = event.path[0];
      if (first !== undefined) keys.add(String(first));
      else for (const key of event.changes.keys.keys()) keys.add(key);
    }
  };
  nodesOf(doc).observeDeep((events) => collect(touched.nodes)(events));
  edgesOf(doc).observeDeep((events) => collect(touched.edges)(events));
  doc.getMap("vars").observeDeep((events) => collect(touched.vars)(events));
  doc.getMap("meta").observeDeep(() => {
    touched.meta = true;
  });
  return {
    take: () => {
      const taken = touched;
      touched = empty();
      return taken;
    },
  };
}

/**
 * Brings touched places back into the document's layout: what cannot be read is removed, what is out of range is set right. Run by the
 * server alone, in the same turn as the update, so that clients get both together. Writes nothing when all is well.
 */
export function repairDocument(doc: Y.Doc, touched: Touched, origin: unknown): void {
  doc.transact(() => {
    for (const key of touched.nodes) repairItem(nodesOf(doc), key);
    for (const key of touched.edges) repairEdge(edgesOf(doc), key);
    const vars = doc.getMap<unknown>("vars");
    for (const key of touched.vars) if (vars.has(key) && readValue(vars.get(key)) === undefined) vars.delete(key);
    const meta = doc.getMap<unknown>("meta");
    if (touched.meta && meta.get("schema") !== DOCUMENT_SCHEMA) meta.set("schema", DOCUMENT_SCHEMA);
  }, origin);
}

function repairItem(root: Y.Map<unknown>, key: string): void {
  if (!root.has(key)) return;
  const item = root.get(key);
  const { kind, id } = parseItemKey(key);
  if (!(item instanceof Y.Map) || !isId(id) || (kind === "node" && !isTypeName(item.get("t")))) {
    root.delete(key);
    return;
  }
  dropUnknown(item, itemFields[kind]);
  repairDeletion(item);
  const { first, second } = readPair(item.get("pos"));
  const { x, y } = normalisePosition({ x: first, y: second });
  if (x !== first || y !== second) item.set("pos", [x, y]);
  if (item.has("tv") && typeof item.get("tv") !== "number") item.delete("tv");
  if (kind === "node") repairStep(item);
  else if (kind === "note") repairNote(item);
  else repairSection(item);
}

function repairStep(item: Y.Map<unknown>): void {
  repairName(item);
  const settings = item.get("cfg");
  if (!(settings instanceof Y.Map)) {
    item.set("cfg", new Y.Map());
    return;
  }
  for (const [key, value] of settings) {
    if (value instanceof Y.Text) trimText(value, maximumTextLength);
    else if (key.length > 64 || value instanceof Y.AbstractType || readValue(value) === undefined) settings.delete(key);
  }
}

function repairNote(item: Y.Map<unknown>): void {
  const text = item.get("text");
  if (text instanceof Y.Text) trimText(text, maximumTextLength);
  else item.set("text", new Y.Text(normaliseNoteText(text)));
}

function repairSection(item: Y.Map<unknown>): void {
  repairName(item);
  const { first, second } = readPair(item.get("size"));
  const { width, height } = normaliseSize({ width: first, height: second });
  if (width !== first || height !== second) item.set("size", [width, height]);
}

function repairEdge(root: Y.Map<unknown>, key: string): void {
  if (!root.has(key)) return;
  const edge = root.get(key);
  const from = parseEdgeKey(key);
  if (!(edge instanceof Y.Map) || !isId(from?.source) || !isId(from.port) || !isId(edge.get("dst"))) {
    root.delete(key);
    return;
  }
  dropUnknown(edge, edgeFields);
  repairDeletion(edge);
}

function repairName(item: Y.Map<unknown>): void {
  const name = item.get("name");
  if (name !== undefined && normaliseName(name) !== name) item.set("name", normaliseName(name));
}

function repairDeletion(map: Y.Map<unknown>): void {
  const deletion = map.get("del");
  if (deletion === undefined || (deletion instanceof Object && "by" in deletion && typeof deletion.by === "string"))
    return;
  map.set("del", { by: "", at: 0 });
}

function dropUnknown(map: Y.Map<unknown>, known: ReadonlySet<string>): void {
  for (const key of [...map.keys()]) if (!known.has(key)) map.delete(key);
}

function trimText(text: Y.Text, length: number): void {
  if (text.length > length) text.delete(length, text.length - length);
}
