import { useTranslation } from "react-i18next";
import type { NodeFamily } from "../../engine/node-type.ts";

export type PreviewGraph = {
  nodes: readonly { id: string; family: NodeFamily; x: number; y: number }[];
  edges: readonly { source: string; target: string }[];
};

const WIDTH = 112;
const HEIGHT = 36;
const MARGIN = 5;
const TILE = { width: 9, height: 5 };

/** A journey's shape in the size of a stamp, turned to read from left to right; colours say which kind of step. */
export function PathPreview({ nodes, edges }: PreviewGraph) {
  const { t } = useTranslation();
  const place = placeInto(nodes);
  const at = new Map(nodes.map((node) => [node.id, place(node)]));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t("journeys.preview", { count: nodes.length })}
    >
      {edges.map(({ source, target }) => {
        const from = at.get(source);
        const to = at.get(target);
        if (!from || !to) return null;
        const bend = (from.x + to.x) / 2;
        return (
          <path
            key={`${source}-${target}`}
            d={`M${from.x} ${from.y}C${bend} ${from.y} ${bend} ${to.y} ${to.x} ${to.y}`}
            fill="none"
            stroke="var(--edge)"
            strokeWidth="1"
          />
        );
      })}
      {nodes.map((node) => {
        const { x, y } = at.get(node.id) ?? { x: 0, y: 0 };
        return (
          <rect
            key={node.id}
            x={x - TILE.width / 2}
            y={y - TILE.height / 2}
            {...TILE}
            rx="1.5"
            fill={`var(--${node.family})`}
          />
        );
      })}
    </svg>
  );
}

/** Journeys are drawn from top to bottom; the stamp is wide, so their height becomes its width. */
function placeInto(nodes: PreviewGraph["nodes"]) {
  const along = rangeOf(nodes.map((node) => node.y));
  const across = rangeOf(nodes.map((node) => node.x));
  return (node: { x: number; y: number }) => ({
    x: MARGIN + along(node.y) * (WIDTH - 2 * MARGIN),
    y: MARGIN + across(node.x) * (HEIGHT - 2 * MARGIN),
  });
}

function rangeOf(values: readonly number[]): (value: number) => number {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return (value) => (span === 0 ? 0.5 : (value - low) / span);
}
