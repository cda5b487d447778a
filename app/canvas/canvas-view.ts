import type { GraphEdge } from "../engine/graph.ts";
import type { Place } from "./tidy-layout.ts";

export type CanvasTool = "select" | "hand";
export type InspectorTab = "setup" | "results" | "people";

/** An open list to choose from: a step to add, or a step to connect to. */
export type Picker =
  | { kind: "add"; after: string | undefined }
  | { kind: "insert"; edge: GraphEdge }
  | { kind: "drop"; source: string; port: string; at: Place }
  | { kind: "connect"; source: string; port: string };

/** What one person sees right now; never shared, never stored with the journey. */
export type CanvasView = {
  selection: ReadonlySet<string>;
  /** `source|port` of the selected path. */
  selectedEdge: string | undefined;
  tool: CanvasTool;
  hasNumbers: boolean;
  /** The step whose settings are open, or `wholeJourney`. */
  inspected: string | undefined;
  tab: InspectorTab;
  picker: Picker | undefined;
  /** The step, note or section whose text is being typed on the canvas. */
  renaming: string | undefined;
  /** Path above which a step from the palette hovers. */
  dropEdge: string | undefined;
  /** Step from whose handle a line is being drawn. */
  connecting: string | undefined;
  isPublishing: boolean;
  /** Set after an insert: the inspector takes the focus once. */
  wantsFocus: boolean;
  /** Cards glide to their new places for a moment. */
  isSettling: boolean;
};

/** In place of a step: the people of the whole journey. */
export const wholeJourney = "*";

export const initialView: CanvasView = {
  selection: new Set(),
  selectedEdge: undefined,
  tool: "select",
  hasNumbers: true,
  inspected: undefined,
  tab: "setup",
  picker: undefined,
  renaming: undefined,
  dropEdge: undefined,
  connecting: undefined,
  isPublishing: false,
  wantsFocus: false,
  isSettling: false,
};

/** The view with only these cards selected; the inspector follows a single step and closes otherwise. */
export function selectOnly(view: CanvasView, keys: readonly string[]): CanvasView {
  const [only] = keys;
  return {
    ...view,
    selection: new Set(keys),
    selectedEdge: undefined,
    inspected: keys.length === 1 && only !== undefined && !only.includes(":") ? only : undefined,
  };
}
