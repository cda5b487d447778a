import { MiniMap, useReactFlow, useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/use-format.ts";
import { nodeTypes } from "../nodes/registry.ts";
import type { FlowNode } from "./flow-elements.ts";
import { fitOptions } from "./zoom-level.ts";

const fillOf = (node: FlowNode): string => {
  if (node.type === "note") return "var(--note-border)";
  if (node.type === "section") return "transparent";
  return `var(--${nodeTypes.get(node.data.node.type)?.family ?? "data"})`;
};

/** The small map with the zoom, at the lower right. */
export function CanvasMap({ label }: { label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const flow = useReactFlow();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <section aria-label={label} className="canvas-minimap absolute right-4 bottom-4 z-[6]">
      <MiniMap<FlowNode>
        ariaLabel={null}
        pannable
        zoomable
        nodeColor={fillOf}
        nodeBorderRadius={12}
        nodeStrokeWidth={0}
        nodeClassName="canvas-map-node"
        maskStrokeColor="var(--primary)"
        maskStrokeWidth={1.5}
        style={{ width: 148, height: 122 }}
      />
      <div className="flex h-[30px] items-center justify-between border-t border-border px-1 text-small font-medium text-text-2">
        <MapButton
          label={t("canvas.map.zoomOut")}
          onPress={() => void flow.zoomOut({ duration: 120 })}
          icon={<Minus size={14} aria-hidden />}
        />
        <span className="tabular-nums">{format.percent(Math.round(zoom * 100) / 100)}</span>
        <MapButton
          label={t("canvas.map.zoomIn")}
          onPress={() => void flow.zoomIn({ duration: 120 })}
          icon={<Plus size={14} aria-hidden />}
        />
        <MapButton
          label={t("canvas.map.fit")}
          onPress={() => void flow.fitView(fitOptions)}
          icon={<Maximize size={14} aria-hidden />}
        />
      </div>
    </section>
  );
}

function MapButton({ label, icon, onPress }: { label: string; icon: React.ReactNode; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className="grid size-[26px] place-items-center rounded-chip hover:bg-hover"
    >
      {icon}
    </button>
  );
}
