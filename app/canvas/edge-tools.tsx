import { EdgeLabelRenderer } from "@xyflow/react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import { parseEdgeKey } from "./journey-document.ts";
import { useValueStore } from "./use-value-store.ts";

type EdgeToolsProps = {
  edge: string | undefined;
  onHold: () => void;
  onLetGo: () => void;
};

/** The buttons in the middle of the path under the pointer or selected: insert a step, delete the path. */
export function EdgeTools({ edge, onHold, onLetGo }: EdgeToolsProps) {
  const { t } = useTranslation();
  const { actions, edgePlaces, graph, view } = useCanvas();
  const place = useValueStore(edgePlaces, (places) => (edge === undefined ? undefined : places.get(edge)));
  const key = edge === undefined ? undefined : parseEdgeKey(edge);
  if (!place || !key) return null;
  const insert = (): void => {
    const found = graph.get().edges.find((candidate) => candidate.source === key.source && candidate.port === key.port);
    if (found) view.update((current) => ({ ...current, picker: { kind: "insert", edge: found } }));
  };
  return (
    <EdgeLabelRenderer>
      <fieldset
        aria-label={t("canvas.edge.tools")}
        className="edge-tools nodrag nopan"
        data-tools-of={edge}
        style={{ transform: `translate(-50%, -50%) translate(${place.middle.x}px, ${place.middle.y}px)`, zIndex: 5 }}
        onMouseEnter={onHold}
        onMouseLeave={onLetGo}
      >
        <button
          type="button"
          className="edge-button"
          aria-label={t("canvas.edge.insert")}
          title={t("canvas.edge.insert")}
          onClick={insert}
        >
          <Plus size={16} aria-hidden />
        </button>
        <button
          type="button"
          className="edge-button"
          data-quiet="true"
          aria-label={t("canvas.edge.delete")}
          title={t("canvas.edge.delete")}
          onClick={() => actions.disconnect(key.source, key.port)}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      </fieldset>
    </EdgeLabelRenderer>
  );
}
