import { useTranslation } from "react-i18next";
import type { NodeMetrics } from "../api/metrics.ts";
import type { GraphNode } from "../engine/graph.ts";
import { useFormat } from "../i18n/use-format.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { useCanvas } from "./canvas-context.ts";
import { exitFigures, movedOnShare } from "./step-figures.ts";
import { portName } from "./step-text.ts";
import { useValueStore } from "./use-value-store.ts";

const usualFigures = ["entered", "enteredToday", "movedOnShare"];

/** The chip "people here now"; nothing while nobody is. */
export function StepHere({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useCanvas();
  const here = useValueStore(live, (reading) => reading.metrics?.nodes[nodeId]?.here ?? 0);
  if (here === 0) return null;
  return (
    <span className="step-here" title={t("canvas.card.here", { count: here })} data-figure="here">
      {format.number(here)}
    </span>
  );
}

/** The three numbers of a step. A dash until they are known. */
export function StepNumbers({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useCanvas();
  const metrics = useValueStore(live, (reading) => reading.metrics?.nodes[node.id]);
  const hasReading = useValueStore(live, (reading) => reading.metrics !== undefined);
  const keys = nodeTypes.get(node.type)?.metrics ?? usualFigures;
  return (
    <div className="step-numbers">
      {keys.map((key) => (
        <div key={key} className="step-number" data-figure={key}>
          <b>{figureText(key, metrics ?? (hasReading ? nobody : undefined), format) ?? t("common.none")}</b>
          {t(`canvas.figure.${key}`)}
        </div>
      ))}
    </div>
  );
}

/** The exits of a step with the share of people that left by each. */
export function StepExits({ node, ports }: { node: GraphNode; ports: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live, view } = useCanvas();
  const hasNumbers = useValueStore(view, (current) => current.hasNumbers);
  // As text, so that the card is drawn again only when one of its own numbers changes.
  const counts = useValueStore(live, ({ metrics }) =>
    metrics === undefined ? undefined : ports.map((port) => metrics.edges[`${node.id}|${port}`] ?? 0).join(" "),
  );
  const edges = Object.fromEntries(
    (counts ?? "").split(" ").map((count, index) => [`${node.id}|${ports[index]}`, Number(count)]),
  );
  return (
    <div className="step-exits">
      {exitFigures(node.id, ports, edges).map(({ port, people, share }) => (
        <div
          key={port}
          className="step-exit"
          data-exit={port}
          title={counts === undefined ? undefined : t("canvas.card.exitPeople", { count: people })}
        >
          <span>{portName(node, port, t)}</span>
          {hasNumbers && <b>{share === undefined ? t("common.none") : format.percent(share)}</b>}
        </div>
      ))}
    </div>
  );
}

const nobody: NodeMetrics = { entered: 0, here: 0, movedOn: 0, left: 0, failed: 0, skipped: 0, enteredToday: 0 };

function figureText(
  key: string,
  metrics: NodeMetrics | undefined,
  format: ReturnType<typeof useFormat>,
): string | undefined {
  if (metrics === undefined) return undefined;
  if (key === "movedOnShare") {
    const share = movedOnShare(metrics);
    return share === undefined ? undefined : format.percent(share);
  }
  if (key === "enteredToday") return format.number(metrics.enteredToday, { signDisplay: "exceptZero" });
  const value = Object.hasOwn(metrics, key) ? metrics[key as keyof NodeMetrics] : undefined;
  return value === undefined ? undefined : format.number(value);
}
