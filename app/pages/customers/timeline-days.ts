import type { TimelineEntry } from "../../server/customers/timeline.ts";

export type TimelineDay = { day: string; entries: TimelineEntry[] };

/** Groups entries, newest first, by calendar day (YYYY-MM-DD) in the given zone. */
export function groupByDay(entries: readonly TimelineEntry[], timeZone: string): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const entry of entries) {
    const day = calendarDay(entry.at, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** Whether `day` is the day of `now` (0), the one before (1), or further away (undefined). */
export function daysAgo(day: string, now: string, timeZone: string): 0 | 1 | undefined {
  const today = calendarDay(now, timeZone);
  if (day === today) return 0;
  const distanceMs = Date.parse(today) - Date.parse(day);
  return distanceMs === 86_400_000 ? 1 : undefined;
}

function calendarDay(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    new Date(at),
  );
}
