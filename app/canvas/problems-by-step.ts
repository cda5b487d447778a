import type { GraphProblem } from "../engine/check-graph.ts";
import { keepSame } from "./same-json.ts";

export type ProblemsByStep = {
  bySteps: ReadonlyMap<string, readonly GraphProblem[]>;
  /** Problems of the journey as a whole, such as a missing start. */
  ofJourney: readonly GraphProblem[];
};

export const noProblems: ProblemsByStep = { bySteps: new Map(), ofJourney: [] };

const noneOfStep: readonly GraphProblem[] = [];

export const problemsOfStep = (problems: ProblemsByStep, nodeId: string): readonly GraphProblem[] =>
  problems.bySteps.get(nodeId) ?? noneOfStep;

/** Groups problems by step and keeps the old list where nothing changed, so that only touched cards are drawn again. */
export function groupProblems(problems: readonly GraphProblem[], before: ProblemsByStep): ProblemsByStep {
  const lists = new Map<string, GraphProblem[]>();
  for (const problem of problems) {
    if (problem.nodeId !== undefined) lists.set(problem.nodeId, [...(lists.get(problem.nodeId) ?? []), problem]);
  }
  const bySteps = new Map<string, readonly GraphProblem[]>();
  for (const [nodeId, list] of lists) {
    const old = before.bySteps.get(nodeId);
    bySteps.set(nodeId, keepSame<readonly GraphProblem[]>(old, list));
  }
  return { bySteps, ofJourney: problems.filter((problem) => problem.nodeId === undefined) };
}

/**
 * The one problem that a card shows: errors first. A step that lacks something is `unfinished` (dashed border), anything else is
 * a problem.
 */
export function mainProblem(
  problems: readonly GraphProblem[],
): { problem: GraphProblem; isUnfinished: boolean } | undefined {
  const problem = problems.find((candidate) => candidate.severity === "error") ?? problems[0];
  if (!problem) return undefined;
  return {
    problem,
    isUnfinished: problems.some((candidate) => candidate.code === "missing" || candidate.code.endsWith("_missing")),
  };
}
