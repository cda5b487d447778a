/** Copies of a list with one item changed; what lies outside the list is left out. */

export function replacedAt<Item>(list: readonly Item[], index: number, item: Item): Item[] {
  return list.map((old, place) => (place === index ? item : old));
}

export function removedAt<Item>(list: readonly Item[], index: number): Item[] {
  return list.filter((_item, place) => place !== index);
}

export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = removedAt(list, from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** Whole percents that differ by at most one and sum to 100. */
export function evenShares(count: number): number[] {
  const base = Math.floor(100 / count);
  const extra = 100 - base * count;
  return Array.from({ length: count }, (_, index) => base + (index < extra ? 1 : 0));
}

/** An id that no earlier item had: a removed variant's people must not come back with a new one. */
export function newItemId(): string {
  return `p${[...crypto.getRandomValues(new Uint8Array(5))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
