import type { NodeType } from "../engine/node-type.ts";

/** THE list of node types, in the order of the palette. A new type is one folder, one line here and one in `editors.tsx`. */
export const nodeTypeList = [] as const satisfies readonly NodeType[];

export const nodeTypes: ReadonlyMap<string, NodeType> = new Map(nodeTypeList.map((type: NodeType) => [type.type, type]));
