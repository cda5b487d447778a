import type { Node, NodeProps } from "@xyflow/react";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { GraphNote } from "../engine/graph.ts";
import { useCanvas } from "./canvas-context.ts";
import { focusWhenVisible } from "./focus-when-visible.ts";
import { useValueStore } from "./use-value-store.ts";

export type NoteFlowNode = Node<{ note: GraphNote }, "note">;

/** A yellow note on the canvas. With several lines the first is its title. */
export const NoteCard = memo(function NoteCard({ id, data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useTranslation();
  const { view } = useCanvas();
  const isEditing = useValueStore(view, (current) => current.renaming === id);
  const [first = "", ...rest] = note.text.split("\n");
  return (
    <div className="note-card" data-selected={selected}>
      {isEditing ? (
        <NoteInput id={id} text={note.text} />
      ) : (
        <>
          {rest.length > 0 ? <b>{first}</b> : <div>{first || t("canvas.note.empty")}</div>}
          {rest.length > 0 && <div>{rest.join("\n")}</div>}
        </>
      )}
    </div>
  );
});

function NoteInput({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation();
  const { actions, view } = useCanvas();
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => focusWhenVisible(() => input.current), []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    const card = input.current?.closest<HTMLElement>(".react-flow__node");
    input.current?.blur();
    card?.focus();
  };
  return (
    <textarea
      ref={input}
      className="nodrag nopan nowheel"
      aria-label={t("canvas.note.text")}
      defaultValue={text}
      maxLength={2_000}
      rows={4}
      onChange={(event) => actions.changeNote(id, event.target.value)}
      onBlur={() => view.update((current) => ({ ...current, renaming: undefined }))}
      onKeyDown={onKeyDown}
    />
  );
}
