import { branchEditor } from "./branch/branch.editor.tsx";
import { delayEditor } from "./delay/delay.editor.tsx";
import { emailEditor } from "./email/email.editor.tsx";
import { emitEventEditor } from "./emit-event/emit-event.editor.tsx";
import { eventEntryEditor } from "./event-entry/event-entry.editor.tsx";
import { exitEditor } from "./exit/exit.editor.tsx";
import { experimentEditor } from "./experiment/experiment.editor.tsx";
import { goalEditor } from "./goal/goal.editor.tsx";
import { manualEntryEditor } from "./manual-entry/manual-entry.editor.tsx";
import type { NodeEditor } from "./node-editor.ts";
import type { NodeTypeName } from "./registry.ts";
import { updateAttributeEditor } from "./update-attribute/update-attribute.editor.tsx";
import { waitForEventEditor } from "./wait-for-event/wait-for-event.editor.tsx";
import { webhookEditor } from "./webhook/webhook.editor.tsx";

/** The browser half of every node type; a type without an editor does not compile. */
export const nodeEditors = {
  "event-entry": eventEntryEditor,
  "manual-entry": manualEntryEditor,
  email: emailEditor,
  delay: delayEditor,
  "wait-for-event": waitForEventEditor,
  branch: branchEditor,
  experiment: experimentEditor,
  "update-attribute": updateAttributeEditor,
  "emit-event": emitEventEditor,
  webhook: webhookEditor,
  goal: goalEditor,
  exit: exitEditor,
} satisfies Record<NodeTypeName, NodeEditor>;
