import { useMemo } from "react";
import type { GraphProblem } from "../engine/check-graph.ts";
import type { GraphNode } from "../engine/graph.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { useCanvas } from "./canvas-context.ts";
import type { StepMark } from "./journey-marks.ts";
import type { Person } from "./person.ts";
import { problemsOfStep } from "./problems-by-step.ts";
import { useValueStore } from "./use-value-store.ts";
import { visiblePorts } from "./visible-ports.ts";

type StepParts = {
  ports: readonly string[];
  mark: StepMark | undefined;
  /** Somebody else who has this step's settings open or the card selected. */
  person: Person | undefined;
  hasNumbers: boolean;
  problems: readonly GraphProblem[];
  /** A line is being drawn that cannot end here. */
  isRefused: boolean;
};

/** The slices of the canvas that one card shows. */
export function useStepParts(node: GraphNode): StepParts {
  const { graph, marks, people, view, problems } = useCanvas();
  // Joined to text, because a slice has to be the same value as long as nothing changed.
  const connected = useValueStore(graph, (current) =>
    current.edges
      .filter((edge) => edge.source === node.id)
      .map((edge) => edge.port)
      .join(" "),
  );
  const ports = useMemo(() => visiblePorts(node, connected.split(" ")), [node, connected]);
  return {
    ports,
    mark: useValueStore(marks, (current) => current.steps.get(node.id)),
    person: useValueStore(people, (current) => personAt(current, node.id)),
    hasNumbers: useValueStore(view, (current) => current.hasNumbers),
    problems: useValueStore(problems, (current) => problemsOfStep(current, node.id)),
    isRefused: useValueStore(
      view,
      ({ connecting }) => connecting !== undefined && connecting !== node.id && !acceptsPath(node, connecting),
    ),
  };
}

/** Who works on this step: whoever has its settings open comes before whoever only selected it. */
function personAt(people: readonly Person[], nodeId: string): Person | undefined {
  const present = people.filter((person) => !person.isAway);
  return (
    present.find((person) => person.editing === nodeId) ?? present.find((person) => person.selection.includes(nodeId))
  );
}

/** Whether a path from `source` may end at this step. */
export function acceptsPath(node: GraphNode, source: string): boolean {
  return node.id !== source && nodeTypes.get(node.type)?.isEntry !== true;
}
