import type { Place } from "./tidy-layout.ts";

const radius = 12;
const stub = 22;
/** A smaller sidestep would look like a kink. */
const almostStraight = 6;

/**
 * A line of right angles with rounded corners from an exit (below a card) to an entry (above a card). A target that is not below
 * is reached around the side, so that a loop stays readable.
 */
export function edgePath(from: Place, to: Place): { path: string; middle: Place } {
  if (Math.abs(from.x - to.x) <= almostStraight && to.y > from.y)
    return { path: `M${from.x},${from.y}L${to.x},${to.y}`, middle: mean(from, to) };
  if (to.y >= from.y + stub) {
    const turnY = (from.y + to.y) / 2;
    const corners = [from, { x: from.x, y: turnY }, { x: to.x, y: turnY }, to];
    return { path: roundedPath(corners), middle: { x: (from.x + to.x) / 2, y: turnY } };
  }
  const side = to.x >= from.x ? Math.max(from.x, to.x) + 160 : Math.min(from.x, to.x) - 160;
  const corners = [
    from,
    { x: from.x, y: from.y + stub },
    { x: side, y: from.y + stub },
    { x: side, y: to.y - stub },
    { x: to.x, y: to.y - stub },
    to,
  ];
  return { path: roundedPath(corners), middle: { x: side, y: (from.y + to.y) / 2 } };
}

const mean = (a: Place, b: Place): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Place, b: Place): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function roundedPath(corners: readonly Place[]): string {
  const [first, ...rest] = corners;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  rest.forEach((corner, index) => {
    const before = corners[index];
    const after = rest[index + 1];
    if (!before || !after) {
      parts.push(`L${corner.x},${corner.y}`);
      return;
    }
    const bend = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const start = towards(corner, before, bend);
    const end = towards(corner, after, bend);
    parts.push(`L${start.x},${start.y}Q${corner.x},${corner.y} ${end.x},${end.y}`);
  });
  return parts.join("");
}

const towards = (from: Place, to: Place, length: number): Place => ({
  x: from.x + Math.sign(to.x - from.x) * length,
  y: from.y + Math.sign(to.y - from.y) * length,
});
