import { type Advance, advance, type RunPosition } from "#app/engine/advance.ts";
import type { ClaimedRun } from "#db/queries/claim-pass.ts";
import { runState } from "#db/schema/run.ts";
import type { PassContext } from "./pass-context.ts";
import { PassCollector } from "./pass-rows.ts";

export type Hold = { code: string; params: Record<string, string | number> };

/** Advances the claimed runs one after another in memory. With `forced` none is advanced, all are held for that reason. */
export function stepRuns(
  runs: readonly ClaimedRun[],
  { context, now, forced }: { context: PassContext; now: Date; forced?: Hold | undefined },
): PassCollector {
  const collector = new PassCollector();
  for (const run of runs) {
    const program = context.programs.get(run.versionId);
    const outcome = forced ? holdAt(run, forced) : stepRun(run, { context, now });
    collector.add(run, program, outcome);
    for (const { attribute, value } of outcome.changes) context.changeAttribute(run, attribute, value);
    for (const { node, variant } of outcome.assignments) {
      const nodeId = program?.nodes[node]?.id;
      if (nodeId !== undefined) context.assign(run, nodeId, variant);
    }
  }
  return collector;
}

function stepRun(run: ClaimedRun, { context, now }: { context: PassContext; now: Date }): Advance {
  const program = context.programs.get(run.versionId);
  if (program === undefined) return holdAt(run, { code: "step.missing", params: { node: run.node } });
  const position: RunPosition = {
    node: run.node,
    step: run.step,
    nodeEnteredAt: run.nodeEnteredAt,
    runEnteredAt: run.enteredAt,
    isArrival: run.state === runState.arriving,
  };
  try {
    const options = { now, inputs: context.inputsOf(run), timeScale: context.timeScaleOf(run) };
    return advance(program, position, context.customerOf(run), options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 300) : "unknown";
    return holdAt(run, { code: "step.threw", params: { reason } });
  }
}

/** The run stops where it stands, and a person has to decide. */
function holdAt(run: ClaimedRun, hold: Hold): Advance {
  const step = run.step + 1;
  return {
    status: "failed",
    node: run.node,
    step,
    nodeEnteredAt: run.nodeEnteredAt,
    dueAt: undefined,
    waitsForEvents: [],
    waitsForEffect: false,
    transitions: [{ kind: "failed", step, from: run.node, port: undefined, to: undefined }],
    effects: [],
    changes: [],
    assignments: [],
    reachedGoal: false,
    hold,
  };
}
