import * as Y from "yjs";
import type { Json } from "../engine/effect.ts";
import type { GraphNode, GraphNote, GraphSection, JourneyGraph } from "../engine/graph.ts";
import { normaliseGraph, normaliseJson, type RawGraph } from "./normalise-graph.ts";

/** Version of the layout below; raised only together with a migration on the server. */
export const DOCUMENT_SCHEMA = 1;

/** The only roots of a journey document. The server refuses updates that write to another one. */
export const documentRoots = ["meta", "nodes", "edges", "vars"] as const;

/** What stands in the `nodes` root: a step under its id, a note under `note:<id>`, a section under `section:<id>`. */
export type ItemKind = "node" | "note" | "section";
export type NodeMap = Y.Map<unknown>;

/** Who took an item off the canvas, and when. The item stays in the document so that undo and edits by others survive. */
export type Deletion = { by: string; at: number };

export function nodesOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap("nodes");
}

export function edgesOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap("edges");
}

/** Key of an item in the `nodes` root; also the id of its card on the canvas. */
export function itemKey(kind: ItemKind, id: string): string {
  return kind === "node" ? id : `${kind}:${id}`;
}

export function parseItemKey(key: string): { kind: ItemKind; id: string } {
  const [prefix, rest] = key.split(":", 2);
  if (rest !== undefined && (prefix === "note" || prefix === "section")) return { kind: prefix, id: rest };
  return { kind: "node", id: key };
}

/** Key of an edge. One port has one edge, so two people who draw from it at once end with one edge, never two. */
export function edgeKey(source: string, port: string): string {
  return `${source}|${port}`;
}

export function parseEdgeKey(key: string): { source: string; port: string } | undefined {
  const [source, port, more] = key.split("|");
  return source && port && more === undefined ? { source, port } : undefined;
}

/** The item's map while it is on the canvas; undefined when it is missing or deleted. */
export function presentItem(doc: Y.Doc, key: string): NodeMap | undefined {
  const item = nodesOf(doc).get(key);
  return item instanceof Y.Map && !isDeleted(item) ? item : undefined;
}

/** Where the edge of this port leads in the document, also when that step is gone; undefined when there is no edge. */
export function edgeTarget(doc: Y.Doc, key: string): string | undefined {
  const edge = edgesOf(doc).get(key);
  if (!(edge instanceof Y.Map) || isDeleted(edge)) return undefined;
  const target = edge.get("dst");
  return typeof target === "string" ? target : undefined;
}

export function isDeleted(map: Y.Map<unknown>): boolean {
  return (map.get("del") ?? undefined) !== undefined;
}

/** Fills an empty document. Only the server seeds: two clients that seed would double everything. */
export function writeGraph(doc: Y.Doc, graph: JourneyGraph): void {
  const normal = normaliseGraph(graph);
  doc.transact(() => {
    doc.getMap("meta").set("schema", DOCUMENT_SCHEMA);
    for (const node of normal.nodes) putNode(doc, node);
    for (const note of normal.notes) putNote(doc, note);
    for (const section of normal.sections) putSection(doc, section);
    for (const edge of normal.edges) putEdge(doc, edgeKey(edge.source, edge.port), edge.target);
  });
}

/** The document in its one normal form: what the canvas draws, what is checked, and what is published. Never throws. */
export function readGraph(doc: Y.Doc): JourneyGraph {
  const raw: RawGraph & { [Part in keyof RawGraph]: unknown[] } = { nodes: [], edges: [], notes: [], sections: [] };
  for (const [key, item] of nodesOf(doc)) {
    if (item instanceof Y.Map && !isDeleted(item)) readItem(key, item, raw);
  }
  for (const key of edgesOf(doc).keys()) {
    const from = parseEdgeKey(key);
    if (from) raw.edges.push({ ...from, target: edgeTarget(doc, key) });
  }
  return normaliseGraph(raw);
}

/** Puts a step with all its nested types at once: two people creating one lazily would lose one of them. */
export function putNode(doc: Y.Doc, node: GraphNode): void {
  const map = new Y.Map<unknown>();
  map.set("t", node.type);
  map.set("tv", 1);
  if (node.name !== "") map.set("name", node.name);
  map.set("pos", [node.position.x, node.position.y]);
  const settings = new Y.Map<unknown>();
  for (const [key, value] of Object.entries(node.settings)) settings.set(key, value);
  map.set("cfg", settings);
  nodesOf(doc).set(node.id, map);
}

export function putNote(doc: Y.Doc, note: GraphNote): void {
  const map = new Y.Map<unknown>();
  map.set("t", "note");
  map.set("tv", 1);
  map.set("pos", [note.position.x, note.position.y]);
  map.set("text", new Y.Text(note.text));
  nodesOf(doc).set(itemKey("note", note.id), map);
}

export function putSection(doc: Y.Doc, section: GraphSection): void {
  const map = new Y.Map<unknown>();
  map.set("t", "section");
  map.set("tv", 1);
  map.set("pos", [section.position.x, section.position.y]);
  map.set("size", [section.size.width, section.size.height]);
  map.set("name", section.title);
  nodesOf(doc).set(itemKey("section", section.id), map);
}

export function putEdge(doc: Y.Doc, key: string, target: string): void {
  const map = new Y.Map<unknown>();
  map.set("dst", target);
  edgesOf(doc).set(key, map);
}

/** The position in a stored `[x, y]`. */
export function readPair(value: unknown): { first: unknown; second: unknown } {
  return Array.isArray(value) ? { first: value[0], second: value[1] } : { first: undefined, second: undefined };
}

/** A stored value as JSON; shared text becomes its characters. */
export function readValue(value: unknown): Json | undefined {
  return normaliseJson(value instanceof Y.AbstractType ? value.toJSON() : value);
}

function readItem(key: string, item: NodeMap, raw: { [Part in keyof RawGraph]: unknown[] }): void {
  const { kind, id } = parseItemKey(key);
  const place = readPair(item.get("pos"));
  const position = { x: place.first, y: place.second };
  if (kind === "note") {
    raw.notes.push({ id, position, text: readValue(item.get("text")) });
  } else if (kind === "section") {
    const size = readPair(item.get("size"));
    raw.sections.push({ id, position, size: { width: size.first, height: size.second }, title: item.get("name") });
  } else {
    raw.nodes.push({ id, type: item.get("t"), name: item.get("name"), position, settings: readSettings(item) });
  }
}

function readSettings(item: NodeMap): Record<string, unknown> {
  const stored = item.get("cfg");
  const settings: Record<string, unknown> = Object.create(null);
  if (stored instanceof Y.Map) for (const [key, value] of stored) settings[key] = readValue(value);
  return settings;
}
