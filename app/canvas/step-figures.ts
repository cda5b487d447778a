import type { JourneyMetrics, NodeMetrics } from "../api/metrics.ts";
import { edgeKey } from "./journey-document.ts";

/** Share of those who are through with the step that moved on; undefined before the first is through. */
export function movedOnShare(metrics: NodeMetrics): number | undefined {
  const through = metrics.movedOn + metrics.left + metrics.failed;
  return through === 0 ? undefined : metrics.movedOn / through;
}

export type ExitFigure = { port: string; people: number; share: number | undefined };

/** People and share per exit, in the order of the ports. Shares are undefined before anyone left by any of them. */
export function exitFigures(nodeId: string, ports: readonly string[], edges: JourneyMetrics["edges"]): ExitFigure[] {
  const people = ports.map((port) => edges[edgeKey(nodeId, port)] ?? 0);
  const total = people.reduce((sum, count) => sum + count, 0);
  return ports.map((port, index) => {
    const count = people[index] ?? 0;
    return { port, people: count, share: total === 0 ? undefined : count / total };
  });
}

/** The busiest path of a journey, the yardstick of all line widths. */
export function busiestEdge(edges: JourneyMetrics["edges"]): number {
  return Math.max(0, ...Object.values(edges));
}
