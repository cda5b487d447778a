import { nodeEditors } from "../nodes/editors.tsx";
import type { NodeEditor } from "../nodes/node-editor.ts";

const editors: Readonly<Record<string, NodeEditor>> = nodeEditors;

/** The browser half of a node type; undefined for a type this build does not know. */
export function editorOf(type: string): NodeEditor | undefined {
  return Object.hasOwn(editors, type) ? editors[type] : undefined;
}
