import { GitCommitHorizontal, type LucideIcon, Minus, MoveRight, PencilLine, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Json } from "../engine/effect.ts";
import { useCanvas } from "./canvas-context.ts";
import { flowOrder } from "./flow-order.ts";
import type { FieldChange, GraphChange } from "./graph-changes.ts";
import { portName, stepName } from "./step-text.ts";
import { useValueStore } from "./use-value-store.ts";

const icons: Record<GraphChange["kind"], LucideIcon> = {
  "node-added": Plus,
  "node-removed": Minus,
  "node-renamed": PencilLine,
  "node-retyped": PencilLine,
  "settings-changed": PencilLine,
  "edge-added": MoveRight,
  "edge-removed": Minus,
  "edge-rerouted": MoveRight,
  layout: GitCommitHorizontal,
};

/** The differences to what is live, each in one sentence; settings with their old and new value. */
export function ChangeList({ changes }: { changes: readonly GraphChange[] }) {
  const { t } = useTranslation();
  const { graph } = useCanvas();
  const order = flowOrder(useValueStore(graph, (current) => current));
  if (changes.length === 0) return <p className="text-text-2">{t("canvas.publish.noChanges")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-border rounded-card inset-ring inset-ring-border">
      {sortedChanges(changes, order).map((change) => (
        <ChangeLine key={keyOf(change)} change={change} />
      ))}
    </ul>
  );
}

/** Steps before paths, each in the order people meet them; what is gone comes last. */
function sortedChanges(changes: readonly GraphChange[], order: readonly string[]): GraphChange[] {
  const place = (change: GraphChange): number => {
    if (change.kind === "layout") return Number.POSITIVE_INFINITY;
    const isPath = "source" in change;
    const index = order.indexOf(isPath ? change.source.nodeId : change.nodeId);
    return (isPath ? order.length + 1 : 0) + (index < 0 ? order.length : index);
  };
  return [...changes].sort((a, b) => place(a) - place(b));
}

function keyOf(change: GraphChange): string {
  if (change.kind === "layout") return change.kind;
  return "source" in change
    ? `${change.kind} ${change.source.nodeId} ${change.port}`
    : `${change.kind} ${change.nodeId}`;
}

function ChangeLine({ change }: { change: GraphChange }) {
  const Icon = icons[change.kind];
  return (
    <li className="flex items-start gap-2.5 px-3 py-2" data-change={change.kind}>
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-text-3" />
      <div className="min-w-0 flex-1">
        <p>{useChangeText(change)}</p>
        {change.kind === "settings-changed" && (
          <ul className="mt-1 flex flex-col gap-1">
            {change.fields.map((field) => (
              <FieldLine key={field.field} type={change.type} change={field} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function useChangeText(change: GraphChange): string {
  const { t } = useTranslation();
  const { graph } = useCanvas();
  const source = "source" in change ? change.source.nodeId : undefined;
  const node = useValueStore(graph, (current) => current.nodes.find((candidate) => candidate.id === source));
  if (change.kind === "layout") {
    const parts = [
      change.moved > 0 && t("canvas.change.moved", { count: change.moved }),
      change.notes > 0 && t("canvas.change.notes", { count: change.notes }),
      change.sections > 0 && t("canvas.change.sections", { count: change.sections }),
    ];
    return parts.filter(Boolean).join(", ");
  }
  if ("source" in change) {
    const exit = node ? portName(node, change.port, t) : change.port;
    const names = { source: stepName(change.source, t), target: stepName(change.target, t), exit };
    return t(`canvas.change.${change.kind}`, {
      ...names,
      before: change.kind === "edge-rerouted" ? stepName(change.before, t) : "",
    });
  }
  const before = change.kind === "node-renamed" ? stepName({ name: change.before, type: change.type }, t) : "";
  return t(`canvas.change.${change.kind}`, { step: stepName(change, t), before });
}

function FieldLine({ type, change }: { type: string; change: FieldChange }) {
  const { t } = useTranslation();
  const label = t(`nodes.${type}.fields.${change.field}`, { defaultValue: change.field });
  return (
    <li className="text-small">
      <span className="text-text-2">{label}</span>
      <span className="mt-0.5 grid grid-cols-2 gap-2">
        <ValueText label={t("canvas.change.before")} value={change.before} />
        <ValueText label={t("canvas.change.after")} value={change.after} />
      </span>
    </li>
  );
}

function ValueText({ label, value }: { label: string; value: Json | undefined }) {
  const { t } = useTranslation();
  return (
    <span className="max-h-24 overflow-y-auto rounded-chip bg-surface-2 px-1.5 py-0.5 wrap-anywhere whitespace-pre-wrap">
      <span className="sr-only">{`${label}: `}</span>
      {value === undefined ? t("common.none") : typeof value === "string" ? value : JSON.stringify(value, null, 1)}
    </span>
  );
}
