import type { Json } from "#app/engine/effect.ts";
import { attributeTypeOf } from "#app/server/events/walk-events.ts";
import type { SqlOrTx } from "#db/client.ts";
import { insertAttributeTypes } from "#db/queries/event-counts.ts";

const MOST_KNOWN = 10_000;
/** `<workspace>:<name>` of attributes that pickers know, as far as this process has told them. */
const known = new Set<string>();

/** Makes attributes that journeys set known to pickers, like those that come with events. Returns the keys to remember after the commit. */
export async function tellAttributes(
  tx: SqlOrTx,
  attributes: ReadonlyMap<string, { workspaceId: number; name: string; value: Json }>,
): Promise<string[]> {
  // In one order for everybody, because the first to insert a name makes the others wait.
  const untold = [...attributes].filter(([key]) => !known.has(key)).sort(([left], [right]) => (left < right ? -1 : 1));
  const types = untold.flatMap(([, { workspaceId, name, value }]) => {
    const type = attributeTypeOf(value);
    return type === undefined ? [] : [{ workspaceId, name, type }];
  });
  await insertAttributeTypes(tx, types);
  return untold.map(([key]) => key);
}

export function rememberAttributes(keys: readonly string[]): void {
  if (known.size > MOST_KNOWN) known.clear();
  for (const key of keys) known.add(key);
}
