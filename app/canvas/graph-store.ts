import type * as Y from "yjs";
import type { JourneyGraph } from "../engine/graph.ts";
import { edgesOf, nodesOf, readGraph } from "./journey-document.ts";

/** The normalised draft for `useSyncExternalStore`; call `destroy` when the document closes. */
export type GraphStore = {
  graph: () => JourneyGraph;
  subscribe: (listener: () => void) => () => void;
  destroy: () => void;
};

/**
 * Watches a document. After each transaction that changes the graph, listeners are called once; nodes, edges, notes and sections that
 * did not change keep their identity, so that only touched cards draw again.
 */
export function watchGraph(doc: Y.Doc): GraphStore {
  const listeners = new Set<() => void>();
  let current = readGraph(doc);
  const refresh = (_events: unknown, transaction: Y.Transaction): void => {
    if (seen === transaction) return;
    seen = transaction;
    const next = keepIdentity(current, readGraph(doc));
    if (next === current) return;
    current = next;
    for (const listener of listeners) listener();
  };
  let seen: Y.Transaction | undefined;
  const roots = [nodesOf(doc), edgesOf(doc)];
  for (const root of roots) root.observeDeep(refresh);
  return {
    graph: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    destroy: () => {
      for (const root of roots) root.unobserveDeep(refresh);
      listeners.clear();
    },
  };
}

function keepIdentity(before: JourneyGraph, after: JourneyGraph): JourneyGraph {
  const nodes = keepItems(before.nodes, after.nodes, (node) => node.id);
  const edges = keepItems(before.edges, after.edges, (edge) => `${edge.source}|${edge.port}`);
  const notes = keepItems(before.notes, after.notes, (note) => note.id);
  const sections = keepItems(before.sections, after.sections, (section) => section.id);
  const isSame =
    nodes === before.nodes && edges === before.edges && notes === before.notes && sections === before.sections;
  return isSame ? before : { version: after.version, nodes, edges, notes, sections };
}

function keepItems<Item>(before: Item[], after: Item[], keyOf: (item: Item) => string): Item[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const kept = after.map((item) => {
    const known = old.get(keyOf(item));
    // Both are normalised, so equal items have equal text.
    return known && JSON.stringify(known) === JSON.stringify(item) ? known : item;
  });
  const isSame = kept.length === before.length && kept.every((item, index) => item === before[index]);
  return isSame ? before : kept;
}
