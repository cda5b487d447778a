import { z } from "zod";
import { type JourneyGraph, journeyGraphSchema } from "../engine/graph.ts";

const clippingSchema = z.strictObject({ lotse: z.literal("steps"), fragment: journeyGraphSchema });

/** A part of a journey as text, to be pasted into any journey or kept in a file. */
export function clippingText(fragment: JourneyGraph): string {
  return JSON.stringify({ lotse: "steps", fragment });
}

/** Reads copied text; undefined when it is anything else. */
export function readClipping(text: string): JourneyGraph | undefined {
  if (!text.startsWith("{")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = clippingSchema.safeParse(value);
  return parsed.success ? parsed.data.fragment : undefined;
}
