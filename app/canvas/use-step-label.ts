import { useTranslation } from "react-i18next";
import type { GraphNode } from "../engine/graph.ts";
import { useFormat } from "../i18n/use-format.ts";
import { useCanvas } from "./canvas-context.ts";
import { flowOrder } from "./flow-order.ts";
import { stepLabel, targetNames } from "./step-label.ts";
import { useValueStore } from "./use-value-store.ts";

/** The spoken label of a card; changes only when its text does. */
export function useStepLabel(node: GraphNode): string {
  const { t } = useTranslation();
  const format = useFormat();
  const { graph, live } = useCanvas();
  const metrics = useValueStore(live, (reading) => reading.metrics?.nodes[node.id]);
  return useValueStore(graph, (current) => {
    const order = orderOf(current);
    const place = { index: order.indexOf(node.id), count: order.length };
    return stepLabel({ node, metrics, targets: targetNames(current, node.id, t), ...place }, t, format);
  });
}

let lastGraph: object | undefined;
let lastOrder: string[] = [];

/** Every card asks for the order of the same graph, so the last answer is kept. */
function orderOf(graph: Parameters<typeof flowOrder>[0]): string[] {
  if (graph !== lastGraph) {
    lastGraph = graph;
    lastOrder = flowOrder(graph);
  }
  return lastOrder;
}
