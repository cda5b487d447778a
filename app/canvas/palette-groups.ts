import type { NodeFamily, NodeType } from "../engine/node-type.ts";
import { nodeTypeList } from "../nodes/registry.ts";

const groups: readonly { key: string; families: readonly NodeFamily[] }[] = [
  { key: "start", families: ["start"] },
  { key: "messages", families: ["message"] },
  { key: "time", families: ["time"] },
  { key: "paths", families: ["path", "experiment"] },
  { key: "payment", families: ["payment"] },
  { key: "people", families: ["people"] },
  { key: "data", families: ["data", "end"] },
];

export type PaletteGroup = { key: string; types: NodeType[] };

/** The palette's groups whose steps match what was typed; `label` gives the words of a type. */
export function paletteGroups(search: string, label: (type: string) => string): PaletteGroup[] {
  const wanted = search.trim().toLocaleLowerCase();
  return groups
    .map(({ key, families }) => ({
      key,
      types: nodeTypeList.filter(
        (type: NodeType) => families.includes(type.family) && label(type.type).toLocaleLowerCase().includes(wanted),
      ),
    }))
    .filter(({ types }) => types.length > 0);
}
