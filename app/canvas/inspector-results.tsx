import { useTranslation } from "react-i18next";
import type { NodeMetrics } from "../api/metrics.ts";
import type { GraphNode } from "../engine/graph.ts";
import { useFormat } from "../i18n/use-format.ts";
import { useCanvas } from "./canvas-context.ts";
import { exitFigures, movedOnShare } from "./step-figures.ts";
import { portName } from "./step-text.ts";
import { useValueStore } from "./use-value-store.ts";
import { allPorts } from "./visible-ports.ts";

const nobody: NodeMetrics = { entered: 0, here: 0, movedOn: 0, left: 0, failed: 0, skipped: 0, enteredToday: 0 };
/** Below this a share says nothing. */
const fewestPeople = 30;
const parts = ["here", "movedOn", "left", "failed"] as const;

/** The numbers of one step: all who entered are here, moved on, left or failed. */
export function InspectorResults({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useCanvas();
  const metrics = useValueStore(live, (reading) => reading.metrics);
  if (!metrics) return <p className="text-text-2">{t("canvas.results.loading")}</p>;
  const own = metrics.nodes[node.id] ?? nobody;
  if (own.entered === 0) return <p className="text-text-2">{t("canvas.results.empty")}</p>;
  const share = movedOnShare(own);
  return (
    <div className="flex flex-col gap-5">
      <div className="rounded-card bg-surface-2 p-3.5 inset-ring inset-ring-border">
        <p className="text-[16px] leading-[22px] font-semibold tracking-[-0.012em]">
          {share === undefined
            ? t("canvas.results.nobodyThrough")
            : t("canvas.results.movedOnShare", { share: format.percent(share) })}
        </p>
        <p className="mt-1 text-text-2">
          {t("canvas.results.of", {
            count: own.entered,
            number: format.number(own.entered),
            today: format.number(own.enteredToday),
          })}
          {own.entered < fewestPeople && ` ${t("canvas.results.tooFew")}`}
        </p>
      </div>
      <PartList metrics={own} />
      <ExitShares node={node} />
      <p className="text-small text-text-3">
        {t("canvas.results.asOf", { at: format.dateTime(metrics.asOf, "seconds") })}
      </p>
    </div>
  );
}

function PartList({ metrics }: { metrics: NodeMetrics }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3 className="mb-1 text-small font-semibold text-text-2">
        {t("canvas.results.entered", { number: format.number(metrics.entered) })}
      </h3>
      <dl>
        {parts.map((part) => (
          <div key={part} className="flex h-8 items-center justify-between border-b border-border" data-part={part}>
            <dt>{t(`canvas.results.${part}`)}</dt>
            <dd className="font-semibold tabular-nums">{format.number(metrics[part])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ExitShares({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useCanvas();
  const edges = useValueStore(live, (reading) => reading.metrics?.edges);
  const ports = allPorts(node);
  if (ports.length < 2 || !edges) return null;
  return (
    <section>
      <h3 className="mb-1 text-small font-semibold text-text-2">{t("canvas.results.exits")}</h3>
      <ul className="flex flex-col gap-3">
        {exitFigures(node.id, ports, edges).map(({ port, people, share }) => (
          <li key={port}>
            <div className="flex items-baseline justify-between gap-3">
              <span className="truncate">{portName(node, port, t)}</span>
              <span className="whitespace-nowrap tabular-nums">
                <b className="font-semibold">{share === undefined ? t("common.none") : format.percent(share)}</b>{" "}
                <span className="text-text-3">
                  {t("canvas.results.people", { count: people, number: format.number(people) })}
                </span>
              </span>
            </div>
            <div className="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
              <div className="h-full rounded-full bg-primary" style={{ width: `${(share ?? 0) * 100}%` }} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
