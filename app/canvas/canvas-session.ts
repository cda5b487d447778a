import { checkGraph } from "../engine/check-graph.ts";
import type { JourneyGraph } from "../engine/graph.ts";
import type { Vocabulary } from "../nodes/node-editor.ts";
import { nodeTypes } from "../nodes/registry.ts";
import type { CanvasActions } from "./canvas-actions.ts";
import type { CanvasParts } from "./canvas-context.ts";
import { type CanvasView, initialView } from "./canvas-view.ts";
import { connectDraft } from "./collab-provider.ts";
import { createCanvasActions } from "./create-canvas-actions.ts";
import { createEdgePlaces } from "./edge-places.ts";
import { editContext } from "./edit-transaction.ts";
import { followFieldStay } from "./field-stay.ts";
import type { FlowHandle } from "./flow-handle.ts";
import { followMetrics } from "./follow-metrics.ts";
import { followPeople } from "./follow-people.ts";
import { watchGraph } from "./graph-store.ts";
import { journeyMarks, noMarks } from "./journey-marks.ts";
import { groupProblems, noProblems, type ProblemsByStep } from "./problems-by-step.ts";
import { createUndoHistory, type UndoOutcome } from "./undo-history.ts";
import { createValueStore } from "./value-store.ts";

export type SessionOptions = {
  journeyId: number;
  epoch: number;
  userId: string;
  canEdit: boolean;
  vocabulary: Vocabulary;
  view: Partial<CanvasView>;
  say: (text: string) => void;
  /** Undo left something alone; `name` is who changed it, if known. */
  onSkipped: (name: string | undefined) => void;
};

export type CanvasSession = {
  parts: CanvasParts;
  /** Compares the draft with another live version from now on. */
  setLiveGraph: (live: JourneyGraph | undefined) => void;
  close: () => void;
};

/** Checks and comparisons wait until nobody has typed for this long. */
const calmMs = 180;

/** Opens a journey for one window: the shared draft, who is here, the live numbers. Close it when the page goes. */
export function openCanvasSession(options: SessionOptions): CanvasSession {
  const { journeyId, epoch, userId, canEdit } = options;
  const connection = connectDraft({ journeyId, epoch });
  const graphStore = watchGraph(connection.doc);
  const context = editContext(connection.doc, { userId });
  const history = createUndoHistory(context);
  const company = followPeople(connection.awareness);
  const numbers = followMetrics(journeyId);
  const view = createValueStore<CanvasView>({ ...initialView, ...options.view });
  const flow: { current: FlowHandle | undefined } = { current: undefined };
  const findings = followFindings(graphStore);
  const nameOf = ({ skipped }: UndoOutcome): string | undefined =>
    company.people.get().find((person) => skipped.some((skip) => skip.clientId === person.clientId))?.name;
  const stay = followFieldStay(document);
  const actions = canEdit
    ? createCanvasActions({
        context,
        graph: graphStore,
        history,
        view,
        flow,
        stay: stay.name,
        onSkipped: (outcome) => options.onSkipped(nameOf(outcome)),
      })
    : readOnlyActions;
  const stopTelling = view.subscribe(() => company.presence.set({ selection: [...view.get().selection].slice(0, 20) }));
  return {
    parts: {
      journeyId,
      userId,
      canEdit,
      vocabulary: options.vocabulary,
      graph: { get: graphStore.graph, subscribe: graphStore.subscribe },
      live: numbers.live,
      marks: findings.marks,
      problems: findings.problems,
      people: company.people,
      view,
      sync: { get: connection.state, subscribe: connection.subscribe },
      history: { get: history.state, subscribe: history.subscribe },
      edgePlaces: createEdgePlaces(),
      presence: company.presence,
      actions,
      flow,
      say: options.say,
    },
    setLiveGraph: findings.setLiveGraph,
    close: () => {
      stay.close();
      stopTelling();
      findings.stop();
      numbers.stop();
      company.stop();
      graphStore.destroy();
      connection.destroy();
    },
  };
}

/** Problems of the draft and its differences to what is live, worked out when the hands rest. */
function followFindings(graphStore: ReturnType<typeof watchGraph>) {
  const problems = createValueStore<ProblemsByStep>(noProblems);
  const marks = createValueStore(noMarks);
  let live: JourneyGraph | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    timer = undefined;
    const graph = graphStore.graph();
    problems.update((before) => groupProblems(checkGraph(graph, nodeTypes).problems, before));
    marks.set(journeyMarks(live, graph));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, calmMs);
  };
  const unsubscribe = graphStore.subscribe(soon);
  return {
    problems,
    marks,
    setLiveGraph: (next: JourneyGraph | undefined) => {
      live = next;
      soon();
    },
    stop: () => {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

const nothing = (): undefined => undefined;

const readOnlyActions: CanvasActions = {
  addStep: nothing,
  connect: nothing,
  disconnect: nothing,
  remove: nothing,
  move: nothing,
  changeSettings: nothing,
  renameStep: nothing,
  changeNote: nothing,
  changeSection: nothing,
  addNote: nothing,
  addSection: nothing,
  paste: () => [],
  undo: nothing,
  redo: nothing,
};
