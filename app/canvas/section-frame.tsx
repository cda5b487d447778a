import { type Node, type NodeProps, NodeResizer } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { GraphSection } from "../engine/graph.ts";
import { useCanvas } from "./canvas-context.ts";
import { gridSize } from "./card-size.ts";
import { RenameInput } from "./rename-input.tsx";
import { useValueStore } from "./use-value-store.ts";

export type SectionFlowNode = Node<{ section: GraphSection }, "section">;

const snap = (value: number): number => Math.round(value / gridSize) * gridSize;

/** A titled frame around steps. Only its title and edges take the pointer, so that what lies inside stays reachable. */
export const SectionFrame = memo(function SectionFrame({
  id,
  data: { section },
  selected,
}: NodeProps<SectionFlowNode>) {
  const { t } = useTranslation();
  const { actions, canEdit, view } = useCanvas();
  const isRenaming = useValueStore(view, (current) => current.renaming === id);
  const title = section.title || t("canvas.section.untitled");
  return (
    <>
      <NodeResizer
        isVisible={selected && canEdit}
        minWidth={160}
        minHeight={120}
        color="var(--primary)"
        lineStyle={{ opacity: 0 }}
        onResizeEnd={(_event, box) =>
          actions.changeSection(id, {
            place: { x: snap(box.x), y: snap(box.y) },
            size: { width: snap(box.width), height: snap(box.height) },
          })
        }
      />
      <div className="section-frame" data-selected={selected} />
      {isRenaming ? (
        <RenameInput
          label={t("canvas.section.name")}
          value={section.title}
          placeholder={title}
          className="section-title nodrag"
          onDone={(text) => actions.changeSection(id, { title: text })}
        />
      ) : (
        <div className="section-title section-handle">{title}</div>
      )}
    </>
  );
});
