import { useTranslation } from "react-i18next";
import type { GraphNode, JourneyGraph } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { cardSize, exitOffset } from "./card-size.ts";
import { edgePath } from "./edge-path.ts";
import { type StartView, topMargin } from "./start-viewport.ts";
import { stepName, stepSummary } from "./step-text.ts";
import type { Place } from "./tidy-layout.ts";
import { visiblePorts } from "./visible-ports.ts";

type Box = { node: GraphNode; ports: readonly string[]; width: number; height: number };

/** The last saved journey as a plain picture, drawn by the server; the editor takes its place without moving anything. */
export function StaticPicture({ graph, view, label }: { graph: JourneyGraph; view: StartView; label: string }) {
  const boxes = new Map(graph.nodes.map((node) => [node.id, boxOf(node, graph)]));
  const shift = `translate(${-view.centreX * view.zoom} ${topMargin - view.top * view.zoom}) scale(${view.zoom})`;
  return (
    <svg className="canvas-picture" role="img" aria-label={label} data-picture="true">
      <svg x="50%" overflow="visible" aria-hidden>
        <g transform={shift}>
          {graph.sections.map(({ id, position, size }) => (
            <rect
              key={id}
              x={position.x}
              y={position.y}
              width={size.width}
              height={size.height}
              rx="18"
              fill="var(--frame)"
              stroke="var(--frame-border)"
            />
          ))}
          {graph.edges.map(({ source, port, target }) => {
            const ends = edgeEnds(boxes.get(source), port, boxes.get(target));
            return (
              ends && (
                <path
                  key={`${source}|${port}`}
                  className="edge-line"
                  strokeWidth="1.75"
                  d={edgePath(ends.from, ends.to).path}
                />
              )
            );
          })}
          {[...boxes.values()].map((box) => (
            <PictureCard key={box.node.id} box={box} />
          ))}
          {graph.notes.map(({ id, position }) => (
            <rect
              key={id}
              x={position.x}
              y={position.y}
              width="176"
              height="80"
              rx="10"
              fill="var(--note)"
              stroke="var(--note-border)"
            />
          ))}
        </g>
      </svg>
    </svg>
  );
}

function PictureCard({ box: { node, width, height } }: { box: Box }) {
  const { t } = useTranslation();
  const family = nodeTypes.get(node.type)?.family ?? "data";
  return (
    <g transform={`translate(${node.position.x} ${node.position.y})`}>
      <rect width={width} height={height} rx="12" fill="var(--surface)" stroke="var(--border)" />
      <rect x="12" y="12" width="32" height="32" rx="9" fill={`var(--${family}-tint)`} />
      <text x="54" y="24" fontSize="13" fontWeight="600" fill="var(--text)">
        {clip(stepName(node, t), 26)}
      </text>
      <text x="54" y="42" fontSize="12" fill="var(--text-2)">
        {clip(stepSummary(node, t), 34)}
      </text>
    </g>
  );
}

const clip = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

function boxOf(node: GraphNode, graph: JourneyGraph): Box {
  const connected = graph.edges.filter((edge) => edge.source === node.id).map((edge) => edge.port);
  const ports = visiblePorts(node, connected);
  return { node, ports, ...cardSize({ exits: ports.length, hasNumbers: true, hasProblem: false }) };
}

function edgeEnds(
  source: Box | undefined,
  port: string,
  target: Box | undefined,
): { from: Place; to: Place } | undefined {
  if (!source || !target) return undefined;
  const index = Math.max(0, source.ports.indexOf(port));
  return {
    from: {
      x: source.node.position.x + exitOffset(index, source.ports.length, source.width),
      y: source.node.position.y + source.height,
    },
    to: { x: target.node.position.x + target.width / 2, y: target.node.position.y },
  };
}
