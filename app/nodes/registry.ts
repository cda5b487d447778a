import type { NodeType } from "../engine/node-type.ts";
import { branchNode } from "./branch/branch.node.ts";
import { delayNode } from "./delay/delay.node.ts";
import { emailNode } from "./email/email.node.ts";
import { emitEventNode } from "./emit-event/emit-event.node.ts";
import { eventEntryNode } from "./event-entry/event-entry.node.ts";
import { exitNode } from "./exit/exit.node.ts";
import { experimentNode } from "./experiment/experiment.node.ts";
import { goalNode } from "./goal/goal.node.ts";
import { manualEntryNode } from "./manual-entry/manual-entry.node.ts";
import { updateAttributeNode } from "./update-attribute/update-attribute.node.ts";
import { waitForEventNode } from "./wait-for-event/wait-for-event.node.ts";
import { webhookNode } from "./webhook/webhook.node.ts";

/** THE list of node types, in the order of the palette. A new type is one folder, one line here and one in `editors.tsx`. */
export const nodeTypeList = [
  eventEntryNode,
  manualEntryNode,
  emailNode,
  delayNode,
  waitForEventNode,
  branchNode,
  experimentNode,
  updateAttributeNode,
  emitEventNode,
  webhookNode,
  goalNode,
  exitNode,
] as const satisfies readonly NodeType[];

export type NodeTypeName = (typeof nodeTypeList)[number]["type"];

export const nodeTypes: ReadonlyMap<string, NodeType> = new Map(
  nodeTypeList.map((type: NodeType) => [type.type, type]),
);
