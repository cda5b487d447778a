import type { Task } from "graphile-worker";
import { jobPayloads } from "#db/jobs.ts";
import { dispatchEffects } from "../effects/dispatch.ts";
import type { EffectServices } from "../effects/effect-context.ts";

/** The task `dispatch`: freezes and sends pending effects of one kind in one workspace. */
export function dispatchTask(services: EffectServices): Task {
  return async (payload) => dispatchEffects(services, jobPayloads.dispatch.parse(payload));
}
