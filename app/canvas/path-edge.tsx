import { BaseEdge, type Edge, type EdgeProps } from "@xyflow/react";
import { memo, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/use-format.ts";
import { useCanvas } from "./canvas-context.ts";
import { edgePath } from "./edge-path.ts";
import { setEdgePlace } from "./edge-places.ts";
import { edgeWidth } from "./edge-width.ts";
import { busiestEdge } from "./step-figures.ts";
import { useValueStore } from "./use-value-store.ts";

export type PathFlowEdge = Edge<Record<string, never>, "path">;

/** A path between two steps; as wide as its share of the people while live numbers are on. */
export const PathEdge = memo(function PathEdge({ id, sourceX, sourceY, targetX, targetY }: EdgeProps<PathFlowEdge>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { edgePlaces, live, view } = useCanvas();
  const hasNumbers = useValueStore(view, (current) => current.hasNumbers);
  const people = useValueStore(live, ({ metrics }) => metrics && (metrics.edges[id] ?? 0));
  const width = useValueStore(live, ({ metrics }) =>
    metrics ? edgeWidth(metrics.edges[id] ?? 0, busiestEdge(metrics.edges)) : undefined,
  );
  const isTarget = useValueStore(view, (current) => current.dropEdge === id);
  // Handles are 24 px targets around a 10 px dot; the line ends at the dot's middle.
  const { path, middle } = edgePath({ x: sourceX, y: sourceY - 12 }, { x: targetX, y: targetY + 12 });
  useEffect(() => {
    setEdgePlace(edgePlaces, id, { path, middle: { x: middle.x, y: middle.y } });
    return () => setEdgePlace(edgePlaces, id, undefined);
  }, [edgePlaces, id, path, middle.x, middle.y]);
  return (
    <g data-edge={id}>
      {people !== undefined && (
        <title>{t("canvas.edge.people", { count: people, number: format.number(people) })}</title>
      )}
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={28}
        className="edge-line"
        style={{ strokeWidth: hasNumbers ? width : undefined }}
      />
      {isTarget && <path d={path} className="edge-line" data-target="true" style={{ strokeWidth: 4 }} />}
    </g>
  );
});
