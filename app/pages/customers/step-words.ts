import type { TFunction } from "i18next";
import { editorOf } from "../../canvas/node-editors.ts";
import { stepName } from "../../canvas/step-text.ts";
import { nodeTypes } from "../../nodes/registry.ts";
import type { StepEntry, TimelineStep } from "../../server/customers/timeline.ts";
import { familyClasses } from "../../ui/family.ts";

/** The exit in words; undefined for the plain way on, which needs no name. */
export function exitName(
  { from, port, portLabel }: Pick<StepEntry, "from" | "port" | "portLabel">,
  t: TFunction,
): string | undefined {
  if (from === undefined || port === undefined || port === "next") return undefined;
  return portLabel ?? editorOf(from.type)?.portLabel(port, {}, t) ?? port;
}

/** The step in words; empty when the version does not have it any more. */
export function nameOfStep(step: TimelineStep | undefined, t: TFunction): string {
  return step === undefined ? "" : stepName(step, t);
}

export function tileOfType(type: string): string {
  return familyClasses[nodeTypes.get(type)?.family ?? "data"].tile;
}
