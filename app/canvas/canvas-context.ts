import { createContext, useContext } from "react";
import type { JourneyMetrics } from "../api/metrics.ts";
import type { JourneyGraph } from "../engine/graph.ts";
import type { Vocabulary } from "../nodes/node-editor.ts";
import type { CanvasActions } from "./canvas-actions.ts";
import type { CanvasView } from "./canvas-view.ts";
import type { DraftState } from "./collab-provider.ts";
import type { EdgePlaces } from "./edge-places.ts";
import type { FlowHandle } from "./flow-handle.ts";
import type { JourneyMarks } from "./journey-marks.ts";
import type { OwnPresence, Person } from "./person.ts";
import type { ProblemsByStep } from "./problems-by-step.ts";
import type { UndoState } from "./undo-history.ts";
import type { ReadableStore, ValueStore } from "./value-store.ts";

export type LiveReading = {
  metrics: JourneyMetrics | undefined;
  /** True while the stream is cut; the numbers stay, with their age. */
  isStale: boolean;
};

/** Everything that steps and panels of one open canvas share. The object itself never changes; its stores do. */
export type CanvasParts = {
  journeyId: number;
  userId: string;
  canEdit: boolean;
  vocabulary: Vocabulary;
  graph: ReadableStore<JourneyGraph>;
  live: ReadableStore<LiveReading>;
  marks: ReadableStore<JourneyMarks>;
  problems: ReadableStore<ProblemsByStep>;
  people: ReadableStore<readonly Person[]>;
  view: ValueStore<CanvasView>;
  edgePlaces: ValueStore<EdgePlaces>;
  sync: ReadableStore<DraftState>;
  presence: OwnPresence;
  history: ReadableStore<UndoState>;
  actions: CanvasActions;
  /** The drawn flow, once it stands; for zooming and going to a place from outside of it. */
  flow: { current: FlowHandle | undefined };
  /** Says something in the polite live region. */
  say: (text: string) => void;
};

export const CanvasContext = createContext<CanvasParts | undefined>(undefined);

/** The open canvas; throws outside of one. */
export function useCanvas(): CanvasParts {
  const parts = useContext(CanvasContext);
  if (!parts) throw new Error("No canvas around this component.");
  return parts;
}
