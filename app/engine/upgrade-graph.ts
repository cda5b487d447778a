import type { z } from "zod";
import { GRAPH_VERSION, type JourneyGraph, journeyGraphSchema } from "./graph.ts";

const MAX_DEPTH = 40;

/** One step per format version: turns a graph of version `n` into one of version `n + 1`. */
const upgrades: ReadonlyMap<number, (stored: Record<string, unknown>) => Record<string, unknown>> = new Map();

/** The stored value is no journey graph; `issues` say where and why. */
export class GraphFormatError extends Error {
  readonly issues: readonly z.core.$ZodIssue[];

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super(
      `Not a journey graph: ${issues.map((issue) => `${issue.path.join(".") || "graph"}: ${issue.message}`).join("; ")}`.slice(
        0,
        1_000,
      ),
    );
    this.name = "GraphFormatError";
    this.issues = issues;
  }
}

/** SPEC R2: brings a stored graph of any known version to the current format. Throws GraphFormatError. */
export function upgradeGraph(stored: unknown): JourneyGraph {
  if (isDeeperThan(stored, MAX_DEPTH)) throw formatError([], `must not be nested deeper than ${MAX_DEPTH}`);
  if (stored === null || typeof stored !== "object" || Array.isArray(stored))
    throw formatError([], "must be an object");
  let graph: Record<string, unknown> = { ...stored };
  for (let version = graph["version"]; version !== GRAPH_VERSION; version = graph["version"]) {
    const upgrade = typeof version === "number" ? upgrades.get(version) : undefined;
    if (upgrade === undefined) throw formatError(["version"], `must be ${GRAPH_VERSION} or an earlier version`);
    graph = upgrade(graph);
  }
  const parsed = journeyGraphSchema.safeParse(graph);
  if (!parsed.success) throw new GraphFormatError(parsed.error.issues);
  return parsed.data;
}

function formatError(path: string[], message: string): GraphFormatError {
  return new GraphFormatError([{ code: "custom", path, message, input: undefined }]);
}

// Without recursion, because the depth of foreign input is not known yet.
function isDeeperThan(value: unknown, maximum: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maximum; depth += 1) {
    level = level.flatMap((item) => (item !== null && typeof item === "object" ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
