import type { TFunction } from "i18next";
import type { GraphProblem } from "../engine/check-graph.ts";
import type { GraphNode } from "../engine/graph.ts";
import { editorOf } from "./node-editors.ts";

/** What the step is called: its name, else the label of its type. */
export function stepName(node: Pick<GraphNode, "name" | "type">, t: TFunction): string {
  return node.name.trim() || typeLabel(node.type, t);
}

/** What the type is called; an unknown type keeps its technical name. */
export function typeLabel(type: string, t: TFunction): string {
  return t(`nodes.${type}.label`, { defaultValue: type });
}

export function stepSummary(node: GraphNode, t: TFunction): string {
  return editorOf(node.type)?.summary(node.settings, t) ?? t("canvas.card.unknownType");
}

export function portName(node: GraphNode, port: string, t: TFunction): string {
  return editorOf(node.type)?.portLabel(port, node.settings, t) ?? port;
}

/** The problem in words: a missing setting as its step puts it, an exit by its name instead of its key. */
export function problemText(problem: GraphProblem, node: GraphNode | undefined, t: TFunction): string {
  const port = problem.port !== undefined && node ? portName(node, problem.port, t) : undefined;
  const keys = [`problems.${problem.code}`];
  if (problem.code === "missing" && node) keys.unshift(`nodes.${node.type}.missing.${problem.field}`);
  return t(keys, { ...problem.params, ...(port === undefined ? {} : { port }) });
}
