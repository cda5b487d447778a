import type { Json, JsonObject } from "../engine/effect.ts";
import {
  GRAPH_VERSION,
  type GraphEdge,
  type GraphNode,
  type GraphNote,
  type GraphSection,
  type JourneyGraph,
  MAX_NODES,
} from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";

/** A graph whose parts are not trusted yet: read from a shared document, or sent by somebody. */
export type RawGraph = {
  nodes: Iterable<{ id: unknown; type: unknown; name: unknown; position: unknown; settings: unknown }>;
  edges: Iterable<{ source: unknown; port: unknown; target: unknown }>;
  notes: Iterable<{ id: unknown; position: unknown; text: unknown }>;
  sections: Iterable<{ id: unknown; position: unknown; size: unknown; title: unknown }>;
};

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
const typePattern = /^[a-z][a-z0-9-]{0,63}$/;
const maximum = {
  name: 120,
  note: 2_000,
  notes: 500,
  sections: 200,
  settingKey: 64,
  depth: 32,
  position: 1e6,
  side: 20_000,
};

/**
 * The one normal form of a journey: broken parts dropped or mended, duplicates resolved (the last one counts), edges kept only
 * between present nodes and from ports that the source has, everything in a fixed order. Unknown node types stay. Never throws.
 */
export function normaliseGraph(raw: RawGraph): JourneyGraph {
  const nodes = unique(raw.nodes, normaliseNode).slice(0, MAX_NODES);
  const present = new Map(nodes.map((node) => [node.id, node]));
  const edges = new Map<string, GraphEdge>();
  for (const edge of raw.edges) {
    const valid = normaliseEdge(edge, present);
    if (valid) edges.set(`${valid.source}|${valid.port}`, valid);
  }
  return {
    version: GRAPH_VERSION,
    nodes,
    edges: [...edges.values()].sort(compareEdges).slice(0, MAX_NODES * 4),
    notes: unique(raw.notes, normaliseNote).slice(0, maximum.notes),
    sections: unique(raw.sections, normaliseSection).slice(0, maximum.sections),
  };
}

export function isId(value: unknown): value is string {
  return typeof value === "string" && idPattern.test(value);
}

export function isTypeName(value: unknown): value is string {
  return typeof value === "string" && typePattern.test(value);
}

/** `value` as JSON with sorted keys and text that Postgres can store; undefined for what JSON cannot say. */
export function normaliseJson(value: unknown, depth = 0): Json | undefined {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== "object" || depth >= maximum.depth || value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map((entry) => normaliseJson(entry, depth + 1) ?? null);
  return sortedObject(value, depth);
}

/** The settings of a node as canonical JSON; keys that cannot be stored are left out. */
export function normaliseSettings(value: unknown): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return {};
  const settings: JsonObject = {};
  for (const [key, entry] of Object.entries(sortedObject(value, 0))) {
    if (key.length <= maximum.settingKey) settings[key] = entry;
  }
  return settings;
}

export function normaliseName(value: unknown, length = maximum.name): string {
  return typeof value === "string" ? cleanText(cleanText(value).slice(0, length)) : "";
}

export function normaliseNoteText(value: unknown): string {
  return normaliseName(value, maximum.note);
}

export function normalisePosition(value: unknown): GraphNode["position"] {
  const { x, y } = asRecord(value);
  return { x: clamp(x, -maximum.position, maximum.position, 0), y: clamp(y, -maximum.position, maximum.position, 0) };
}

export function normaliseSize(value: unknown): GraphSection["size"] {
  const { width, height } = asRecord(value);
  return { width: clamp(width, 40, maximum.side, 320), height: clamp(height, 40, maximum.side, 200) };
}

function normaliseNode(raw: {
  id: unknown;
  type: unknown;
  name: unknown;
  position: unknown;
  settings: unknown;
}): GraphNode | undefined {
  if (!isId(raw.id) || !isTypeName(raw.type)) return undefined;
  return {
    id: raw.id,
    type: raw.type,
    name: normaliseName(raw.name),
    position: normalisePosition(raw.position),
    settings: normaliseSettings(raw.settings),
  };
}

function normaliseEdge(
  { source, port, target }: { source: unknown; port: unknown; target: unknown },
  present: ReadonlyMap<string, GraphNode>,
): GraphEdge | undefined {
  if (!isId(source) || !isId(port) || !isId(target)) return undefined;
  const from = present.get(source);
  if (!from || !present.has(target) || !hasPort(from, port)) return undefined;
  return { source, port, target };
}

/** An exit that vanished with its setting hides its edge without deleting it, so that undoing the setting brings it back. */
function hasPort(node: GraphNode, port: string): boolean {
  const type = nodeTypes.get(node.type);
  if (!type) return true;
  try {
    return type.ports(node.settings).includes(port);
  } catch {
    return true;
  }
}

function normaliseNote(raw: { id: unknown; position: unknown; text: unknown }): GraphNote | undefined {
  if (!isId(raw.id)) return undefined;
  return { id: raw.id, position: normalisePosition(raw.position), text: normaliseNoteText(raw.text) };
}

function normaliseSection(raw: {
  id: unknown;
  position: unknown;
  size: unknown;
  title: unknown;
}): GraphSection | undefined {
  if (!isId(raw.id)) return undefined;
  return {
    id: raw.id,
    position: normalisePosition(raw.position),
    size: normaliseSize(raw.size),
    title: normaliseName(raw.title),
  };
}

function unique<Raw, Item extends { id: string }>(
  items: Iterable<Raw>,
  normalise: (raw: Raw) => Item | undefined,
): Item[] {
  const found = new Map<string, Item>();
  for (const raw of items) {
    const item = normalise(raw);
    if (item) found.set(item.id, item);
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return compareText(a.source, b.source) || compareText(a.port, b.port);
}

/** By code unit, so that the order is the same in every language and process. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedObject(value: object, depth: number): JsonObject {
  const entries = new Map<string, Json>();
  for (const [key, entry] of Object.entries(value)) {
    const clean = cleanText(key);
    const json = normaliseJson(entry, depth + 1);
    // `__proto__` as a key would change the object instead of storing a value.
    if (json !== undefined && clean !== "__proto__") entries.set(clean, json);
  }
  return Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b)));
}

/** Postgres stores neither NUL nor halves of surrogate pairs in JSON. */
function cleanText(text: string): string {
  return text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}

function clamp(value: unknown, low: number, high: number, fallback: number): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return fallback;
  return Math.min(high, Math.max(low, value)) + 0;
}

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? { ...value } : {};
}
