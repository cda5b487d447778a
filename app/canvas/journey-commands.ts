import type * as Y from "yjs";
import type { JsonObject } from "../engine/effect.ts";
import type { GraphEdge } from "../engine/graph.ts";
import { type EditContext, readSetting } from "./draft-writes.ts";
import { describeItems, type Edit, type Recorder, transact } from "./edit-transaction.ts";
import { edgeKey, edgesOf, edgeTarget, parseEdgeKey, presentItem } from "./journey-document.ts";
import { normaliseName, normalisePosition, normaliseSettings } from "./normalise-graph.ts";

export type Point = { x: number; y: number };
export type NewNode = { type: string; position: Point; settings?: JsonObject; name?: string };
export type Exit = { source: string; port: string };

/** Adds a step; `after` leads that exit to it, wherever it led before. */
export function addNode(
  context: EditContext,
  { after, ...node }: NewNode & { after?: Exit },
): Edit & { nodeId: string } {
  const nodeId = context.newId();
  const label = { action: "add", count: 1, subject: { name: node.name ?? "", type: node.type } } as const;
  const edit = transact(context, label, (recorder) => {
    putNewNode(recorder, nodeId, node);
    if (after) recorder.setEdge(edgeKey(after.source, after.port), nodeId);
  });
  return { ...edit, nodeId };
}

/** Puts a step into an edge; the way goes on through `outPort`, if the step has one. */
export function insertOnEdge(
  context: EditContext,
  { source, port, outPort, node }: Exit & { outPort?: string | undefined; node: NewNode },
): Edit & { nodeId: string } {
  const nodeId = context.newId();
  const label = { action: "insert", count: 1, subject: { name: node.name ?? "", type: node.type } } as const;
  const edit = transact(context, label, (recorder) => {
    const target = edgeTarget(context.doc, edgeKey(source, port));
    putNewNode(recorder, nodeId, node);
    recorder.setEdge(edgeKey(source, port), nodeId);
    if (outPort !== undefined && target !== undefined) recorder.setEdge(edgeKey(nodeId, outPort), target);
  });
  return { ...edit, nodeId };
}

/**
 * Takes steps, notes and sections off the canvas. With `reconnect`, a way that led through removed steps leads on to where they
 * led, if that is one step. Edges of removed steps stay in the document, unseen, and come back with them.
 */
export function removeNodes(
  context: EditContext,
  { keys, reconnect = false }: { keys: readonly string[]; reconnect?: boolean },
): Edit {
  const present = new Set(keys.filter((key) => presentItem(context.doc, key)));
  return transact(context, describeItems(context.doc, "remove", [...present]), (recorder) => {
    if (reconnect) for (const { key, target } of findBridges(context.doc, present)) recorder.setEdge(key, target);
    for (const key of present) recorder.write({ kind: "presence", key, before: true, after: false });
  });
}

/** Writes positions of steps, notes and sections once, at the end of a gesture; drags in progress travel by awareness. */
export function moveNodes(
  context: EditContext,
  { moves }: { moves: readonly { key: string; position: Point }[] },
): Edit {
  const keys = moves.map((move) => move.key);
  return transact(context, describeItems(context.doc, "move", keys), (recorder) => {
    for (const { key, position } of moves) {
      const { x, y } = normalisePosition(position);
      recorder.setField(key, "pos", [x, y]);
    }
  });
}

/** Names a step; an empty name shows the label of its type. */
export function renameNode(context: EditContext, { key, name }: { key: string; name: string }): Edit {
  return transact(context, describeItems(context.doc, "rename", [key]), (recorder) => {
    recorder.setField(key, "name", normaliseName(name));
  });
}

/** Sets the given settings, each for itself, so that two people can work on two fields of one step; null removes a setting. */
export function changeSettings(context: EditContext, { key, patch }: { key: string; patch: JsonObject }): Edit {
  return transact(context, describeItems(context.doc, "settings", [key]), (recorder) => {
    if (!presentItem(context.doc, key)) return;
    for (const [setting, value] of Object.entries(normaliseSettings(patch))) {
      const before = readSetting(context.doc, key, setting);
      recorder.write({ kind: "setting", key, setting, before, after: value ?? undefined });
    }
  });
}

/** Draws an edge, or leads an existing one elsewhere; does nothing when one of the two steps is gone. */
export function connect(context: EditContext, { source, port, target }: GraphEdge): Edit {
  return transact(context, describeItems(context.doc, "connect", [source]), (recorder) => {
    if (!presentItem(context.doc, source) || !presentItem(context.doc, target)) return;
    recorder.setEdge(edgeKey(source, port), target);
  });
}

export function disconnect(context: EditContext, { edges }: { edges: readonly Exit[] }): Edit {
  const label = describeItems(context.doc, "disconnect", [...new Set(edges.map((edge) => edge.source))]);
  return transact(context, { ...label, count: edges.length }, (recorder) => {
    for (const { source, port } of edges) recorder.setEdge(edgeKey(source, port), undefined);
  });
}

function putNewNode(recorder: Recorder, id: string, { type, position, settings = {}, name = "" }: NewNode): void {
  recorder.addNode({
    id,
    type,
    name: normaliseName(name),
    position: normalisePosition(position),
    settings: normaliseSettings(settings),
  });
}

/** Edges from steps that stay to steps that go, with the one step behind them that stays. */
function findBridges(doc: Y.Doc, removed: ReadonlySet<string>): { key: string; target: string }[] {
  const edges: { key: string; source: string; target: string }[] = [];
  for (const key of edgesOf(doc).keys()) {
    const source = parseEdgeKey(key)?.source;
    const target = edgeTarget(doc, key);
    if (source && target && presentItem(doc, source) && presentItem(doc, target)) edges.push({ key, source, target });
  }
  return edges.flatMap(({ key, source, target }) => {
    if (removed.has(source) || !removed.has(target)) return [];
    const [only, ...more] = stepsBehind(target, removed, edges);
    return only === undefined || more.length > 0 || only === source ? [] : [{ key, target: only }];
  });
}

function stepsBehind(
  start: string,
  removed: ReadonlySet<string>,
  edges: readonly { source: string; target: string }[],
): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>([start]);
  const open = [start];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    for (const { source, target } of edges) {
      if (source !== step) continue;
      if (!removed.has(target)) found.add(target);
      else if (!seen.has(target)) open.push(target);
      seen.add(target);
    }
  }
  return found;
}
