import { nodeTypes } from "../nodes/registry.ts";
import type { CanvasActions, NewStepTarget } from "./canvas-actions.ts";
import { type CanvasView, selectOnly } from "./canvas-view.ts";
import { cardBoxes } from "./card-boxes.ts";
import type { EditContext } from "./draft-writes.ts";
import type { Edit } from "./edit-transaction.ts";
import type { FlowHandle } from "./flow-handle.ts";
import { paste } from "./fragment-commands.ts";
import type { GraphStore } from "./graph-store.ts";
import {
  addNode,
  changeSettings,
  connect,
  disconnect,
  insertOnEdge,
  moveNodes,
  removeNodes,
  renameNode,
} from "./journey-commands.ts";
import { itemKey } from "./journey-document.ts";
import { planNewStep } from "./new-step-plan.ts";
import { addNote, addSection, changeNote, changeSection } from "./note-commands.ts";
import type { Place } from "./tidy-layout.ts";
import type { UndoHistory, UndoOutcome } from "./undo-history.ts";
import type { ValueStore } from "./value-store.ts";

export type ActionParts = {
  context: EditContext;
  graph: Pick<GraphStore, "graph">;
  history: UndoHistory;
  view: ValueStore<CanvasView>;
  flow: { current: FlowHandle | undefined };
  /** Names the present stay in one field; what is typed during it is one step of undo. */
  stay: () => string;
  /** Told when undo or redo left something alone because others had changed it. */
  onSkipped: (outcome: UndoOutcome) => void;
};

/** The commands of the journey document, bound to one window: its undo history, its view, its selection. */
export function createCanvasActions(parts: ActionParts): CanvasActions {
  const { context, history, view } = parts;
  let gestures = 0;
  const run = <Kind extends Edit>(edit: Kind, gesture?: string): Kind => {
    history.push(edit, gesture === undefined ? {} : { gesture });
    return edit;
  };
  const undoOrRedo = (outcome: UndoOutcome | undefined): void => {
    if (outcome && outcome.skipped.length > 0) parts.onSkipped(outcome);
  };
  return {
    addStep: (type, target) => {
      gestures += 1;
      const nodeId = addStep(parts, { type, target }, (edit) => run(edit, `add ${gestures}`));
      view.update((current) => ({
        ...selectOnly(current, [nodeId]),
        picker: undefined,
        tab: "setup",
        wantsFocus: true,
      }));
      return nodeId;
    },
    connect: (edge) => void run(connect(context, edge)),
    disconnect: (source, port) => {
      run(disconnect(context, { edges: [{ source, port }] }));
      view.update((current) => ({ ...current, selectedEdge: undefined }));
    },
    remove: (keys) => {
      run(removeNodes(context, { keys, reconnect: true }));
      view.update((current) => selectOnly(current, []));
    },
    move: (places, gesture) => {
      run(moveNodes(context, { moves: [...places].map(([key, position]) => ({ key, position })) }), gesture);
    },
    changeSettings: (key, patch) => {
      run(changeSettings(context, { key, patch }), `settings ${key} ${Object.keys(patch).join(" ")} ${parts.stay()}`);
    },
    renameStep: (key, name) => void run(renameNode(context, { key, name }), `name ${key} ${parts.stay()}`),
    changeNote: (key, text) => void run(changeNote(context, { key, text }), `note ${key} ${parts.stay()}`),
    changeSection: (key, { title, place, size }, gesture) => {
      const change = {
        ...(title === undefined ? {} : { title }),
        ...(size ? { size } : {}),
        ...(place ? { position: place } : {}),
      };
      run(changeSection(context, { key, ...change }), gesture);
    },
    addNote: (position) => run(addNote(context, { position, text: "" })).key,
    addSection: (position, size) => run(addSection(context, { position, size, title: "" })).key,
    paste: (fragment, offset) => run(paste(context, { fragment, offset })).keys,
    undo: () => undoOrRedo(history.undo()),
    redo: () => undoOrRedo(history.redo()),
  };
}

function addStep(
  { context, flow, graph }: ActionParts,
  { type, target }: { type: string; target: NewStepTarget },
  run: <Kind extends Edit>(edit: Kind) => Kind,
): string {
  const current = graph.graph();
  const boxes = cardBoxes(current, flow.current);
  const plan = planNewStep(current, { type, target, boxes, centre: centreOfView(flow.current) });
  const settings = nodeTypes.get(type)?.defaults ?? {};
  const node = { type, position: plan.position, settings };
  if (plan.moves.size > 0)
    run(moveNodes(context, { moves: [...plan.moves].map(([key, position]) => ({ key, position })) }));
  for (const [id, { place, size }] of plan.sections) {
    run(changeSection(context, { key: itemKey("section", id), position: place, size }));
  }
  if (plan.insert && plan.after) return run(insertOnEdge(context, { ...plan.after, ...plan.insert, node })).nodeId;
  return run(addNode(context, { ...node, ...(plan.after ? { after: plan.after } : {}) })).nodeId;
}

/** The middle of what is in view, in canvas units; a little above it, where people look first. */
export function centreOfView(flow: FlowHandle | undefined): Place {
  const stage = document.querySelector(".canvas-flow")?.getBoundingClientRect();
  if (!flow || !stage) return { x: 400, y: 160 };
  return flow.screenToFlowPosition({ x: stage.left + stage.width / 2, y: stage.top + stage.height * 0.3 });
}
