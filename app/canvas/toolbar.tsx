import {
  Activity,
  Frame,
  Hand,
  type LucideIcon,
  MousePointer2,
  Redo2,
  StickyNote,
  Undo2,
  WandSparkles,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import type { CanvasTool } from "./canvas-view.ts";
import { useCanvasDoings } from "./use-canvas-doings.ts";
import { useValueStore } from "./use-value-store.ts";

type ToolButtonProps = {
  icon: LucideIcon;
  label: string;
  keys: string;
  onPress: () => void;
  isPressed?: boolean;
  isDisabled?: boolean;
};

/** Tools at the lower edge of the canvas. Viewers get those that change nothing. */
export function Toolbar() {
  const { t } = useTranslation();
  const { canEdit, history, view } = useCanvas();
  const doings = useCanvasDoings();
  const tool = useValueStore(view, (current) => current.tool);
  const hasNumbers = useValueStore(view, (current) => current.hasNumbers);
  const { undo, redo } = useValueStore(history, (current) => current);
  const choose = (next: CanvasTool): void => view.update((current) => ({ ...current, tool: next }));
  return (
    <div
      role="toolbar"
      aria-label={t("canvas.tools.label")}
      className="canvas-toolbar float-bar absolute bottom-4 left-1/2 z-[7] -translate-x-1/2"
    >
      <ToolButton
        icon={MousePointer2}
        label={t("canvas.tools.select")}
        keys="V"
        isPressed={tool === "select"}
        onPress={() => choose("select")}
      />
      <ToolButton
        icon={Hand}
        label={t("canvas.tools.hand")}
        keys="H"
        isPressed={tool === "hand"}
        onPress={() => choose("hand")}
      />
      {canEdit && (
        <span className="canvas-wide-only flex items-center gap-0.5">
          <span className="float-divider" />
          <ToolButton icon={StickyNote} label={t("canvas.tools.note")} keys="S" onPress={doings.addNote} />
          <ToolButton icon={Frame} label={t("canvas.tools.section")} keys="G" onPress={doings.addSection} />
          <span className="float-divider" />
          <ToolButton
            icon={Undo2}
            label={t("canvas.tools.undo")}
            keys={t("canvas.tools.undoKeys")}
            isDisabled={undo === undefined}
            onPress={doings.undo}
          />
          <ToolButton
            icon={Redo2}
            label={t("canvas.tools.redo")}
            keys={t("canvas.tools.redoKeys")}
            isDisabled={redo === undefined}
            onPress={doings.redo}
          />
          <ToolButton icon={WandSparkles} label={t("canvas.tools.tidy")} keys="T" onPress={doings.tidy} />
        </span>
      )}
      <span className="float-divider" />
      <button
        type="button"
        className="tool-button"
        data-wide="true"
        aria-pressed={hasNumbers}
        title={t("canvas.tools.numbersHint")}
        onClick={doings.toggleNumbers}
      >
        <Activity size={16} aria-hidden />
        {t("canvas.tools.numbers")}
      </button>
    </div>
  );
}

function ToolButton({ icon: Icon, label, keys, onPress, isPressed, isDisabled = false }: ToolButtonProps) {
  return (
    <button
      type="button"
      className="tool-button"
      aria-label={label}
      aria-pressed={isPressed}
      title={`${label} (${keys})`}
      disabled={isDisabled}
      onClick={onPress}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
