import type * as Y from "yjs";
import type { GraphNode, GraphNote, GraphSection } from "../engine/graph.ts";
import { doWrite, type EditContext, type ItemField, isSame, readField, type Write } from "./draft-writes.ts";
import {
  edgeTarget,
  itemKey,
  parseItemKey,
  presentItem,
  putNode,
  putNote,
  putSection,
  readValue,
} from "./journey-document.ts";
import { normaliseName } from "./normalise-graph.ts";

export type EditAction =
  | "add"
  | "insert"
  | "remove"
  | "move"
  | "rename"
  | "settings"
  | "connect"
  | "disconnect"
  | "paste"
  | "note"
  | "section"
  | "replace";

/** What a command did, for the undo list and its tooltip ("Undo: delete Welcome"). `subject` is set when one step was concerned. */
export type EditLabel = { action: EditAction; count: number; subject?: { name: string; type: string } };

/** A done command; its writes are what undo takes back. No writes: nothing had to change. */
export type Edit = { label: EditLabel; writes: Write[] };

/** How a command changes the document inside its transaction. */
export type Recorder = {
  write: (write: Write) => void;
  addNode: (node: GraphNode) => void;
  addNote: (note: Omit<GraphNote, "id"> & { id?: string }) => string;
  addSection: (section: Omit<GraphSection, "id"> & { id?: string }) => string;
  setEdge: (key: string, target: string | undefined) => void;
  setField: (key: string, field: ItemField, after: string | number[]) => void;
};

/** A context for one window; it is also the origin of its transactions. */
export function editContext(doc: Y.Doc, { userId }: { userId: string }): EditContext {
  return { doc, userId, now: Date.now, newId };
}

/** A fresh id; 72 random bits, so that two people never make the same one. */
export function newId(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => alphabet[byte % 64]).join("");
}

/** Runs a command as one transaction and notes what it really changed. */
export function transact(context: EditContext, label: EditLabel, command: (recorder: Recorder) => void): Edit {
  const writes: Write[] = [];
  context.doc.transact(() => command(recorderFor(context, writes)), context);
  return { label, writes };
}

/** A label for a command on these items; items that are not on the canvas do not count. */
export function describeItems(doc: Y.Doc, action: EditAction, keys: readonly string[]): EditLabel {
  const present = keys.filter((key) => presentItem(doc, key));
  const [only] = present;
  if (only === undefined || present.length !== 1 || parseItemKey(only).kind !== "node")
    return { action, count: present.length };
  const item = presentItem(doc, only);
  const type = readValue(item?.get("t"));
  return {
    action,
    count: 1,
    subject: { name: normaliseName(item?.get("name")), type: typeof type === "string" ? type : "" },
  };
}

function recorderFor(context: EditContext, writes: Write[]): Recorder {
  const { doc } = context;
  const write = (change: Write): void => {
    if (doWrite(context, change)) writes.push(change);
  };
  const created = (key: string): string => {
    writes.push({ kind: "presence", key, before: false, after: true });
    return key;
  };
  return {
    write,
    addNode: (node) => {
      putNode(doc, node);
      created(node.id);
    },
    addNote: (note) => {
      const id = note.id ?? context.newId();
      putNote(doc, { ...note, id });
      return created(itemKey("note", id));
    },
    addSection: (section) => {
      const id = section.id ?? context.newId();
      putSection(doc, { ...section, id });
      return created(itemKey("section", id));
    },
    setEdge: (key, target) => write({ kind: "edge", key, before: edgeTarget(doc, key), after: target }),
    setField: (key, field, after) => {
      if (!presentItem(doc, key)) return;
      const before = readField(doc, key, field);
      if (!isSame(before, after)) write({ kind: "field", key, field, before, after });
    },
  };
}
