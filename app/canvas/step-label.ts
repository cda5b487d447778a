import type { TFunction } from "i18next";
import type { NodeMetrics } from "../api/metrics.ts";
import type { GraphNode, JourneyGraph } from "../engine/graph.ts";
import { movedOnShare } from "./step-figures.ts";
import { stepName, stepSummary, typeLabel } from "./step-text.ts";

type Format = { number: (value: number) => string; percent: (share: number) => string };
type LabelParts = {
  node: GraphNode;
  metrics: NodeMetrics | undefined;
  targets: readonly string[];
  index: number;
  count: number;
};

/** Names of the steps that this one leads to, in the order of its exits. */
export function targetNames(graph: JourneyGraph, nodeId: string, t: TFunction): string[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges
    .filter((edge) => edge.source === nodeId)
    .map((edge) => byId.get(edge.target))
    .filter((node) => node !== undefined)
    .map((node) => stepName(node, t));
}

/** What a screen reader says about a card: type, name, figures, its place in the journey and where it leads. */
export function stepLabel({ node, metrics, targets, index, count }: LabelParts, t: TFunction, format: Format): string {
  const share = metrics && movedOnShare(metrics);
  const sentences = [
    `${typeLabel(node.type, t)}, ${stepName(node, t)}.`,
    `${stepSummary(node, t)}.`,
    metrics &&
      t("canvas.card.spokenEntered", { entered: format.number(metrics.entered), here: format.number(metrics.here) }),
    share === undefined ? undefined : t("canvas.card.spokenMovedOn", { share: format.percent(share) }),
    t("canvas.card.spokenPlace", { index: index + 1, count }),
    targets.length > 0 ? t("canvas.card.spokenTargets", { targets: targets.join(", ") }) : undefined,
  ];
  return sentences.filter(Boolean).join(" ");
}
