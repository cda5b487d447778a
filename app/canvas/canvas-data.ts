import type { JourneyGraph } from "../engine/graph.ts";
import type { Vocabulary } from "../nodes/node-editor.ts";
import type { CanvasJourney } from "./use-journey-acts.ts";

/** What the page of a journey loads. */
export type CanvasData = {
  journey: CanvasJourney;
  epoch: number;
  /** The draft as stored now; drawn until the shared one is here. */
  graph: JourneyGraph;
  /** What new people go through now. */
  liveGraph: JourneyGraph | undefined;
  canEdit: boolean;
  userId: string;
  vocabulary: Vocabulary;
};
