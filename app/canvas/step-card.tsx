import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { CircleHelp, TriangleAlert } from "lucide-react";
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { familyClasses } from "../ui/family.ts";
import { useCanvas } from "./canvas-context.ts";
import { cardSize, exitOffset } from "./card-size.ts";
import { editorOf } from "./node-editors.ts";
import { type Person, presenceColour } from "./person.ts";
import { mainProblem } from "./problems-by-step.ts";
import { RenameInput } from "./rename-input.tsx";
import { StepExits, StepHere, StepNumbers } from "./step-figures-row.tsx";
import { portName, problemText, stepName, stepSummary } from "./step-text.ts";
import { useStepLabel } from "./use-step-label.ts";
import { useStepParts } from "./use-step-parts.ts";
import { useValueStore } from "./use-value-store.ts";

export type StepFlowNode = Node<{ node: GraphNode }, "step">;

/** One step on the canvas. Reads its own slice of the numbers, problems and people, so that only touched cards are drawn again. */
export const StepCard = memo(function StepCard({ data: { node }, selected }: NodeProps<StepFlowNode>) {
  const { t } = useTranslation();
  const parts = useStepParts(node);
  const { ports, mark, person, hasNumbers, problems, isRefused } = parts;
  const main = mainProblem(problems);
  const family = nodeTypes.get(node.type)?.family ?? "data";
  const size = cardSize({ exits: ports.length, hasNumbers, hasProblem: main !== undefined });
  return (
    <div
      className="step-card"
      data-step={node.id}
      data-selected={selected}
      data-unfinished={main?.isUnfinished === true}
      data-remote={person !== undefined}
      data-ghost={isRefused}
      style={cardStyle(size.width, family, person)}
    >
      {mark === "changed" && <span className="step-changed" title={t("canvas.card.changed")} />}
      {person && (
        <span className="step-person">
          {person.editing === node.id ? t("canvas.card.editedBy", { name: person.name }) : person.name}
        </span>
      )}
      <StepHead node={node} isNew={mark === "new"} />
      {ports.length > 1 ? <StepExits node={node} ports={ports} /> : hasNumbers && <StepNumbers node={node} />}
      {main && (
        <div className="step-problem" data-severity={main.problem.severity}>
          <TriangleAlert size={14} aria-hidden />
          <span>{problemText(main.problem, node, t)}</span>
        </div>
      )}
      <StepHandles node={node} ports={ports} width={size.width} />
      <StepSpokenLabel node={node} />
    </div>
  );
});

function cardStyle(width: number, family: string, person: Person | undefined): CSSProperties {
  const colours: Record<string, string> = {
    "--family": `var(--${family})`,
    "--family-tint": `var(--${family}-tint)`,
    ...(person ? { "--person": presenceColour(person.colour) } : {}),
  };
  return { width, ...colours };
}

function StepHead({ node, isNew }: { node: GraphNode; isNew: boolean }) {
  const { t } = useTranslation();
  const { view, actions } = useCanvas();
  const isRenaming = useValueStore(view, (current) => current.renaming === node.id);
  const family = nodeTypes.get(node.type)?.family ?? "data";
  const Icon = editorOf(node.type)?.icon ?? CircleHelp;
  return (
    <div className="step-head">
      <span className={`step-tile ${familyClasses[family].tile}`}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      {isRenaming ? (
        <RenameInput
          label={t("canvas.card.name")}
          value={node.name}
          placeholder={stepName(node, t)}
          className="step-title-input nodrag"
          onDone={(name) => actions.renameStep(node.id, name)}
        />
      ) : (
        <div className="step-title">{stepName(node, t)}</div>
      )}
      <div className="step-chips">
        {isNew && <span className="step-new">{t("canvas.card.new")}</span>}
        <StepHere nodeId={node.id} />
      </div>
      <div className="step-summary">{stepSummary(node, t)}</div>
    </div>
  );
}

function StepHandles({ node, ports, width }: { node: GraphNode; ports: readonly string[]; width: number }) {
  const { t } = useTranslation();
  const { canEdit } = useCanvas();
  const isEntry = nodeTypes.get(node.type)?.isEntry === true;
  return (
    <>
      {!isEntry && (
        <Handle type="target" id="in" position={Position.Top} className="step-handle" isConnectable={canEdit} />
      )}
      {ports.map((port, index) => (
        <Handle
          key={port}
          type="source"
          id={port}
          position={Position.Bottom}
          className="step-handle"
          style={{ left: exitOffset(index, ports.length, width) }}
          isConnectable={canEdit}
          title={ports.length > 1 ? portName(node, port, t) : undefined}
        />
      ))}
    </>
  );
}

function StepSpokenLabel({ node }: { node: GraphNode }) {
  return (
    <span id={`step-label-${node.id}`} className="sr-only">
      {useStepLabel(node)}
    </span>
  );
}
