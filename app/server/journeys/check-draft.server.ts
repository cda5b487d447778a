import { checkGraph, type GraphProblem } from "../../engine/check-graph.ts";
import type { GraphNode, JourneyGraph } from "../../engine/graph.ts";
import { AppError, type FieldFault } from "../../errors/app-error.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import type { Environment } from "../env.server.ts";
import { assertPublicUrl, readAllowedHosts } from "../http/address.server.ts";
import { englishText } from "../http/english.server.ts";

export type DraftProblem = FieldFault & { severity: GraphProblem["severity"] };
export type DraftCheck = { ok: boolean; problems: GraphProblem[] };

/** Everything that keeps a graph from being published: the engine's checks, and webhooks to addresses that Lotse never calls. */
export function checkDraft(graph: JourneyGraph, { environment }: { environment: Environment }): DraftCheck {
  const { problems } = checkGraph(graph, nodeTypes);
  const allowedHosts = readAllowedHosts(environment.LOTSE_ALLOW_PRIVATE_HOSTS);
  const privateTargets = graph.nodes.flatMap((node) => privateTarget(node, allowedHosts));
  const all = [...problems, ...privateTargets];
  return { ok: all.every((problem) => problem.severity === "warning"), problems: all };
}

/** Problems as faults for programs: `path` is the node id and the setting, `message` an English sentence. */
export function describeProblems(problems: readonly GraphProblem[]): DraftProblem[] {
  return problems.map(({ code, nodeId, field, params, severity }) => ({
    path: [nodeId, field].filter((part) => part !== undefined && part !== "").join(".") || "graph",
    code,
    message: englishText(`problems.${code}`, params) ?? code,
    severity,
  }));
}

// A URL with a placeholder in its host does not parse; its address is checked when it is called.
function privateTarget(node: GraphNode, allowedHosts: ReadonlySet<string>): GraphProblem[] {
  const url = node.settings["url"];
  if (node.type !== "webhook" || typeof url !== "string" || !URL.canParse(url)) return [];
  try {
    assertPublicUrl(url, allowedHosts);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "webhook.private_address") return [];
    return [
      {
        code: "private_address",
        nodeId: node.id,
        field: "url",
        params: { host: new URL(url).hostname },
        severity: "error",
      },
    ];
  }
}
