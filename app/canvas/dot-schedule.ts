import type { JourneyMetrics } from "../api/metrics.ts";

const dotsPerEdge = 6;
export const dotsPerScreen = 60;
export const dotTravelMs = 1_200;

type Dot = { edge: string; delayMs: number };
export type DotSchedule = { dots: Dot[]; peoplePerDot: number };

/** How many people took each path between two readings; empty when there is no earlier reading. */
export function edgeDifferences(before: JourneyMetrics | undefined, after: JourneyMetrics): Map<string, number> {
  const differences = new Map<string, number>();
  if (before === undefined) return differences;
  for (const [edge, count] of Object.entries(after.edges)) {
    const moved = count - (before.edges[edge] ?? 0);
    if (moved > 0) differences.set(edge, moved);
  }
  return differences;
}

/**
 * One dot per person, spread over `windowMs`. When that would be more than fit an edge or the screen, one dot stands for several
 * people on every edge alike, so that the picture stays comparable; each edge where someone moved keeps at least one.
 */
export function scheduleDots(differences: ReadonlyMap<string, number>, windowMs: number): DotSchedule {
  const busiest = Math.max(0, ...differences.values());
  let peoplePerDot = Math.max(1, Math.ceil(busiest / dotsPerEdge));
  while (countDots(differences, peoplePerDot) > dotsPerScreen && peoplePerDot < busiest) peoplePerDot += 1;
  const dots: Dot[] = [];
  for (const [edge, people] of differences) {
    const count = Math.ceil(people / peoplePerDot);
    for (let index = 0; index < count && dots.length < dotsPerScreen; index += 1) {
      dots.push({ edge, delayMs: Math.round((windowMs * (index + 0.5)) / count) });
    }
  }
  return { dots, peoplePerDot };
}

function countDots(differences: ReadonlyMap<string, number>, peoplePerDot: number): number {
  let total = 0;
  for (const people of differences.values()) total += Math.ceil(people / peoplePerDot);
  return total;
}
