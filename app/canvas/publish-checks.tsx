import { ArrowRight, CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { GraphProblem } from "../engine/check-graph.ts";
import { useCanvas } from "./canvas-context.ts";
import { problemText, stepName } from "./step-text.ts";
import { useValueStore } from "./use-value-store.ts";

/** What is wrong: errors keep the journey from going live, warnings do not. Each leads to its step. */
export function PublishChecks({
  problems,
  onJump,
}: {
  problems: readonly GraphProblem[];
  onJump: (nodeId: string) => void;
}) {
  const { t } = useTranslation();
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  return (
    <section aria-labelledby="publish-checks">
      <h3 id="publish-checks" className="mb-2 font-semibold">
        {t("canvas.publish.checks")}
      </h3>
      {problems.length === 0 && (
        <p className="flex items-center gap-2 text-ok">
          <CircleCheck size={16} aria-hidden />
          {t("canvas.publish.noProblems")}
        </p>
      )}
      {errors.length > 0 && <p className="mb-1 text-text-2">{t("canvas.publish.errors", { count: errors.length })}</p>}
      <ul className="flex flex-col gap-1.5">
        {[...errors, ...warnings].map((problem) => (
          <ProblemLine
            key={`${problem.nodeId} ${problem.code} ${problem.field} ${problem.port}`}
            problem={problem}
            onJump={onJump}
          />
        ))}
      </ul>
    </section>
  );
}

function ProblemLine({ problem, onJump }: { problem: GraphProblem; onJump: (nodeId: string) => void }) {
  const { t } = useTranslation();
  const { graph } = useCanvas();
  const node = useValueStore(graph, (current) => current.nodes.find((candidate) => candidate.id === problem.nodeId));
  const isError = problem.severity === "error";
  const Icon = isError ? CircleX : TriangleAlert;
  const text = (
    <>
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 flex-1">
        <span className="sr-only">{t(isError ? "canvas.publish.isError" : "canvas.publish.isWarning")} </span>
        {node && <b className="font-semibold">{`${stepName(node, t)}: `}</b>}
        {problemText(problem, node, t)}
      </span>
    </>
  );
  const look = `flex w-full items-start gap-2 rounded-control px-2.5 py-1.5 text-left ${isError ? "bg-bad-tint text-bad" : "bg-warn-tint text-warn"}`;
  return (
    <li data-problem={problem.code}>
      {node ? (
        <button type="button" className={look} onClick={() => onJump(node.id)}>
          {text}
          <ArrowRight size={14} aria-hidden className="mt-[3px] shrink-0" />
        </button>
      ) : (
        <p className={look}>{text}</p>
      )}
    </li>
  );
}
