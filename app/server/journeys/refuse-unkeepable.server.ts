import { checkGraph } from "../../engine/check-graph.ts";
import type { JourneyGraph } from "../../engine/graph.ts";
import { AppError } from "../../errors/app-error.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import { describeProblems } from "./check-draft.server.ts";

/** The draft document is keyed by ids and by (source, port), and keeps no path that leads nowhere. */
const unkeepable = new Set(["duplicate_id", "edge_duplicate_port", "edge_dangling", "edge_unknown_port"]);

/** Refuses with request.invalid what a draft would silently lose; everything else may wait until the publish. */
export function refuseUnkeepable(graph: JourneyGraph): void {
  const { problems } = checkGraph(graph, nodeTypes);
  const faults = describeProblems(problems.filter(({ code }) => unkeepable.has(code)));
  if (faults.length === 0) return;
  throw new AppError(
    "request.invalid",
    {},
    { faults: faults.map(({ path, code, message }) => ({ path, code, message })) },
  );
}
