const thinnest = 1.3;
const thickest = 4;
export const plainEdgeWidth = 1.75;

/** Line width of a path by its share of the busiest path; plain while numbers are off or unknown. */
export function edgeWidth(people: number | undefined, busiest: number): number {
  if (people === undefined || busiest <= 0) return plainEdgeWidth;
  const share = Math.min(1, Math.max(0, people / busiest));
  // The square root keeps a path of five percent visibly wider than an empty one.
  return thinnest + (thickest - thinnest) * Math.sqrt(share);
}
