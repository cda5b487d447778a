import * as Y from "yjs";
import type { GraphNode, GraphNote, GraphSection, JourneyGraph } from "../engine/graph.ts";
import { type EditContext, readSetting } from "./draft-writes.ts";
import { type Edit, type Recorder, transact } from "./edit-transaction.ts";
import type { Point } from "./journey-commands.ts";
import { edgeKey, edgesOf, itemKey, type NodeMap, nodesOf, presentItem, readGraph } from "./journey-document.ts";
import { normaliseGraph, normalisePosition } from "./normalise-graph.ts";

/** The selected part of a graph, with the edges inside it; for the clipboard. */
export function copyFragment(graph: JourneyGraph, keys: ReadonlySet<string>): JourneyGraph {
  return {
    version: graph.version,
    nodes: graph.nodes.filter((node) => keys.has(node.id)),
    edges: graph.edges.filter((edge) => keys.has(edge.source) && keys.has(edge.target)),
    notes: graph.notes.filter((note) => keys.has(itemKey("note", note.id))),
    sections: graph.sections.filter((section) => keys.has(itemKey("section", section.id))),
  };
}

/** Adds a fragment under fresh ids, moved by `offset`; returns the keys of what it added. */
export function paste(
  context: EditContext,
  { fragment, offset }: { fragment: JourneyGraph; offset: Point },
): Edit & { keys: string[] } {
  const { nodes, edges, notes, sections } = normaliseGraph(fragment);
  const fresh = new Map(nodes.map((node) => [node.id, context.newId()]));
  const keys = [...fresh.values()];
  const moved = ({ x, y }: Point) => normalisePosition({ x: x + offset.x, y: y + offset.y });
  const label = { action: "paste", count: nodes.length + notes.length + sections.length } as const;
  const edit = transact(context, label, (recorder) => {
    for (const node of nodes)
      recorder.addNode({ ...node, id: fresh.get(node.id) ?? node.id, position: moved(node.position) });
    for (const { source, port, target } of edges) {
      recorder.setEdge(edgeKey(fresh.get(source) ?? source, port), fresh.get(target) ?? target);
    }
    for (const { text, position } of notes) keys.push(recorder.addNote({ text, position: moved(position) }));
    for (const { title, size, position } of sections)
      keys.push(recorder.addSection({ title, size, position: moved(position) }));
  });
  return { ...edit, keys };
}

export function duplicate(
  context: EditContext,
  { keys, offset }: { keys: readonly string[]; offset: Point },
): Edit & { keys: string[] } {
  return paste(context, { fragment: copyFragment(readGraph(context.doc), new Set(keys)), offset });
}

/**
 * Turns the document into `graph` as a forward edit: only what differs is written, ids stay, so others keep working through it and
 * it can be undone. Used for restoring a version, tidying, and drafts that come in over the API.
 */
export function replaceGraph(context: EditContext, { graph }: { graph: JourneyGraph }): Edit {
  const { doc } = context;
  const after = normaliseGraph(graph);
  const before = readGraph(doc);
  const wanted = new Set(itemKeys(after));
  return transact(context, { action: "replace", count: after.nodes.length }, (recorder) => {
    for (const node of after.nodes) replaceNode(doc, recorder, node);
    for (const note of after.notes) replaceNote(doc, recorder, note);
    for (const section of after.sections) replaceSection(doc, recorder, section);
    replaceEdges(doc, recorder, after);
    for (const key of itemKeys(before)) {
      if (!wanted.has(key)) recorder.write({ kind: "presence", key, before: true, after: false });
    }
  });
}

function itemKeys({ nodes, notes, sections }: JourneyGraph): string[] {
  return [
    ...nodes.map((node) => node.id),
    ...notes.map((note) => itemKey("note", note.id)),
    ...sections.map((section) => itemKey("section", section.id)),
  ];
}

function replaceNode(doc: Y.Doc, recorder: Recorder, node: GraphNode): void {
  if (!(storedItem(doc, node.id)?.get("cfg") instanceof Y.Map)) {
    recorder.addNode(node);
    return;
  }
  restore(doc, recorder, node.id);
  recorder.setField(node.id, "t", node.type);
  recorder.setField(node.id, "pos", [node.position.x, node.position.y]);
  recorder.setField(node.id, "name", node.name);
  const stored = presentItem(doc, node.id)?.get("cfg");
  const settings = new Set([...Object.keys(node.settings), ...(stored instanceof Y.Map ? stored.keys() : [])]);
  for (const setting of settings) {
    const before = readSetting(doc, node.id, setting);
    recorder.write({ kind: "setting", key: node.id, setting, before, after: node.settings[setting] });
  }
}

function replaceNote(doc: Y.Doc, recorder: Recorder, note: GraphNote): void {
  const key = itemKey("note", note.id);
  if (!(storedItem(doc, key)?.get("text") instanceof Y.Text)) {
    recorder.addNote(note);
    return;
  }
  restore(doc, recorder, key);
  recorder.setField(key, "pos", [note.position.x, note.position.y]);
  recorder.setField(key, "text", note.text);
}

function replaceSection(doc: Y.Doc, recorder: Recorder, section: GraphSection): void {
  const key = itemKey("section", section.id);
  if (!storedItem(doc, key)) {
    recorder.addSection(section);
    return;
  }
  restore(doc, recorder, key);
  recorder.setField(key, "pos", [section.position.x, section.position.y]);
  recorder.setField(key, "size", [section.size.width, section.size.height]);
  recorder.setField(key, "name", section.title);
}

function replaceEdges(doc: Y.Doc, recorder: Recorder, graph: JourneyGraph): void {
  const wanted = new Map(graph.edges.map((edge) => [edgeKey(edge.source, edge.port), edge.target]));
  for (const key of [...edgesOf(doc).keys()]) if (!wanted.has(key)) recorder.setEdge(key, undefined);
  for (const [key, target] of wanted) recorder.setEdge(key, target);
}

function storedItem(doc: Y.Doc, key: string): NodeMap | undefined {
  const stored = nodesOf(doc).get(key);
  return stored instanceof Y.Map ? stored : undefined;
}

/** A step that was deleted comes back under its id, with what others wrote to it. */
function restore(doc: Y.Doc, recorder: Recorder, key: string): void {
  if (!presentItem(doc, key)) recorder.write({ kind: "presence", key, before: false, after: true });
}
