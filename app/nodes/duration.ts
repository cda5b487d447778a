import { z } from "zod";
import type { SettingsProblem } from "../engine/node-type.ts";

export const durationUnits = ["minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];

const MINUTE_MS = 60_000;
const unitMs: Readonly<Record<DurationUnit, number>> = {
  minutes: MINUTE_MS,
  hours: 60 * MINUTE_MS,
  days: 1_440 * MINUTE_MS,
};
const LONGEST_DAYS = 1_825;

export const durationShape = { amount: z.int().min(1), unit: z.enum(durationUnits) };
export type Duration = { amount: number; unit: DurationUnit };

/** Length of a duration; a day is 24 hours whatever the clocks do (SPEC R40). */
export function durationMs({ amount, unit }: Duration): number {
  return amount * unitMs[unit];
}

/** Refuses durations of more than five years. */
export function checkDuration(duration: Duration): SettingsProblem[] {
  if (durationMs(duration) <= LONGEST_DAYS * unitMs.days) return [];
  return [{ code: "duration_too_long", field: "amount", params: { days: LONGEST_DAYS }, severity: "error" }];
}
