import type { Json } from "../engine/effect.ts";
import type { SettingsProblem } from "../engine/node-type.ts";

/** Ids of the items of a raw list setting, in order and without repeats; items without a usable id are left out. */
export function listedPorts(raw: Json | undefined): string[] {
  if (!Array.isArray(raw)) return [];
  const ids = raw.flatMap((item) => {
    const id = item !== null && typeof item === "object" && !Array.isArray(item) ? item["id"] : undefined;
    return typeof id === "string" && id !== "" ? [id] : [];
  });
  return [...new Set(ids)];
}

/** Faults of items that share their id with an earlier one or use a reserved one. */
export function checkItemIds(
  field: string,
  items: readonly { id: string }[],
  reserved: readonly string[] = [],
): SettingsProblem[] {
  const seen = new Set(reserved);
  return items.flatMap(({ id }, index): SettingsProblem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ code: "repeated_id", field: `${field}.${index}.id`, params: { id }, severity: "error" }];
  });
}
