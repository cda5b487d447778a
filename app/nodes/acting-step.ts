import type { Effect } from "../engine/effect.ts";
import type { StepContext, StepResult } from "../engine/node-type.ts";

/**
 * SPEC R42: asks for one effect on arrival. Without a path at `failed` the run goes on at once; with one it waits for the outcome
 * and leaves by `next` when it was accepted, by `failed` otherwise.
 */
export function requestAndLeave(effect: Effect, context: StepContext): StepResult {
  if (!context.connectedPorts.has("failed")) {
    return context.isArrival ? { kind: "go", port: "next", effects: [effect] } : { kind: "go", port: "next" };
  }
  if (context.isArrival) return { kind: "wait", forEffect: true, effects: [effect] };
  for (const input of context.inputs) {
    if (input.kind !== "effect" || input.effect.slot !== effect.slot) continue;
    return { kind: "go", port: input.effect.outcome === "accepted" ? "next" : "failed" };
  }
  return { kind: "wait", forEffect: true };
}
