import { CircleHelp, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { GraphProblem } from "../engine/check-graph.ts";
import type { GraphNode } from "../engine/graph.ts";
import { useLanguage } from "../i18n/use-format.ts";
import { Field } from "../ui/field.tsx";
import { Select, TextInput } from "../ui/input.tsx";
import { useCanvas } from "./canvas-context.ts";
import { flowOrder } from "./flow-order.ts";
import { HelpText } from "./help-text.tsx";
import { editorOf } from "./node-editors.ts";
import { problemsOfStep } from "./problems-by-step.ts";
import { portName, problemText, stepName, typeLabel } from "./step-text.ts";
import { acceptsPath } from "./use-step-parts.ts";
import { useValueStore } from "./use-value-store.ts";
import { allPorts } from "./visible-ports.ts";

/** Settings of a step: its name, the form of its type, where its exits lead, and help. */
export function InspectorSetup({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const { actions, canEdit, problems, vocabulary } = useCanvas();
  const found = useValueStore(problems, (current) => problemsOfStep(current, node.id));
  const byField = useMemo(() => problemsByField(found, (problem) => problemText(problem, node, t)), [found, node, t]);
  const others = found.filter((problem) => problem.field === undefined);
  const editor = editorOf(node.type);
  return (
    <div className="flex flex-col gap-5">
      {others.length > 0 && <ProblemList problems={others} node={node} />}
      <div data-settings className="flex flex-col gap-4">
        {editor ? (
          <editor.Form
            nodeId={node.id}
            settings={node.settings}
            change={(patch) => actions.changeSettings(node.id, patch)}
            problems={byField}
            isReadOnly={!canEdit}
            vocabulary={vocabulary}
          />
        ) : (
          <p className="text-text-2">{t("canvas.inspector.unknownType", { type: node.type })}</p>
        )}
      </div>
      <Field label={t("canvas.inspector.name")} hint={t("canvas.inspector.nameHint")} isRequired={false}>
        {(control) => (
          <TextInput
            {...control}
            value={node.name}
            placeholder={typeLabel(node.type, t)}
            maxLength={120}
            readOnly={!canEdit}
            onChange={(event) => actions.renameStep(node.id, event.target.value)}
          />
        )}
      </Field>
      <ExitList node={node} />
      {editor && <StepHelp help={editor.help} />}
    </div>
  );
}

function problemsByField(
  problems: readonly GraphProblem[],
  text: (problem: GraphProblem) => string,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const problem of problems) {
    if (problem.field !== undefined && texts[problem.field] === undefined) texts[problem.field] = text(problem);
  }
  return texts;
}

function ProblemList({ problems, node }: { problems: readonly GraphProblem[]; node: GraphNode }) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col gap-1.5">
      {problems.map((problem) => (
        <li
          key={`${problem.code} ${problem.port ?? ""}`}
          className={`flex items-start gap-2 rounded-control px-2.5 py-1.5 ${problem.severity === "error" ? "bg-bad-tint text-bad" : "bg-warn-tint text-warn"}`}
        >
          <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
          {problemText(problem, node, t)}
        </li>
      ))}
    </ul>
  );
}

/** Every exit with the step it leads to: the paths of a journey for keyboards and screen readers. */
function ExitList({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const { actions, canEdit, graph } = useCanvas();
  const current = useValueStore(graph, (value) => value);
  const ports = allPorts(node);
  if (ports.length === 0) return null;
  const steps = new Map(current.nodes.map((candidate) => [candidate.id, candidate]));
  const targets = flowOrder(current)
    .map((id) => steps.get(id))
    .filter((candidate) => candidate !== undefined)
    .filter((candidate) => acceptsPath(candidate, node.id))
    .map((candidate) => ({ value: candidate.id, label: stepName(candidate, t) }));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-small font-semibold text-text-2">{t("canvas.inspector.exits")}</legend>
      {ports.map((port) => (
        <Field key={port} label={ports.length === 1 ? t("canvas.inspector.leadsTo") : portName(node, port, t)}>
          {(control) => (
            <Select
              {...control}
              disabled={!canEdit}
              value={current.edges.find((edge) => edge.source === node.id && edge.port === port)?.target ?? ""}
              options={[{ value: "", label: t("canvas.inspector.noTarget") }, ...targets]}
              onChange={(event) => {
                const target = event.target.value;
                if (target === "") actions.disconnect(node.id, port);
                else actions.connect({ source: node.id, port, target });
              }}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}

function StepHelp({ help }: { help: Readonly<Record<"en" | "de", string>> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <details className="group rounded-card inset-ring inset-ring-border">
      <summary className="flex items-center gap-2 rounded-card px-3 py-2 font-medium text-text-2 select-none hover:text-text">
        <CircleHelp size={16} aria-hidden />
        {t("canvas.inspector.help")}
      </summary>
      <HelpText markdown={help[language]} className="px-3 pb-3" />
    </details>
  );
}
