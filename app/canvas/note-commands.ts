import type { GraphNote, GraphSection } from "../engine/graph.ts";
import type { EditContext } from "./draft-writes.ts";
import { type Edit, transact } from "./edit-transaction.ts";
import type { Point } from "./journey-commands.ts";
import { normaliseName, normaliseNoteText, normalisePosition, normaliseSize } from "./normalise-graph.ts";

/** Puts a sticky note on the canvas. Notes and sections are moved and removed like steps, by their key. */
export function addNote(context: EditContext, { position, text }: Omit<GraphNote, "id">): Edit & { key: string } {
  let key = "";
  const edit = transact(context, { action: "note", count: 1 }, (recorder) => {
    key = recorder.addNote({ position: normalisePosition(position), text: normaliseNoteText(text) });
  });
  return { ...edit, key };
}

/** Replaces the part of the text that differs; what others type elsewhere in it stays. */
export function changeNote(context: EditContext, { key, text }: { key: string; text: string }): Edit {
  return transact(context, { action: "note", count: 1 }, (recorder) =>
    recorder.setField(key, "text", normaliseNoteText(text)),
  );
}

export function addSection(
  context: EditContext,
  { title, position, size }: Omit<GraphSection, "id">,
): Edit & { key: string } {
  let key = "";
  const edit = transact(context, { action: "section", count: 1 }, (recorder) => {
    key = recorder.addSection({
      title: normaliseName(title),
      position: normalisePosition(position),
      size: normaliseSize(size),
    });
  });
  return { ...edit, key };
}

export function changeSection(
  context: EditContext,
  { key, title, size, position }: { key: string; title?: string; size?: GraphSection["size"]; position?: Point },
): Edit {
  return transact(context, { action: "section", count: 1 }, (recorder) => {
    if (title !== undefined) recorder.setField(key, "name", normaliseName(title));
    if (size) {
      const { width, height } = normaliseSize(size);
      recorder.setField(key, "size", [width, height]);
    }
    if (position) {
      const { x, y } = normalisePosition(position);
      recorder.setField(key, "pos", [x, y]);
    }
  });
}
