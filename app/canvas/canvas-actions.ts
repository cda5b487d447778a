import type { JsonObject } from "../engine/effect.ts";
import type { GraphEdge, JourneyGraph } from "../engine/graph.ts";
import type { Place } from "./tidy-layout.ts";

/** Where a new step comes to stand, and what it is joined to. */
export type NewStepTarget =
  | { kind: "after"; nodeId: string | undefined }
  | { kind: "edge"; edge: GraphEdge; at?: Place | undefined }
  | { kind: "exit"; source: string; port: string; at: Place }
  | { kind: "place"; at: Place };

type SectionChange = { title?: string; place?: Place; size?: { width: number; height: number } };

/** Everything a person can do to the journey, by card key. Each is one step for undo; all do nothing for viewers. */
export type CanvasActions = {
  addStep: (type: string, target: NewStepTarget) => string | undefined;
  connect: (edge: GraphEdge) => void;
  disconnect: (source: string, port: string) => void;
  /** Deletes steps, notes and sections; the neighbours of a deleted step are joined. */
  remove: (keys: readonly string[]) => void;
  /** `gesture` joins several changes to one step of undo. */
  move: (places: ReadonlyMap<string, Place>, gesture?: string) => void;
  changeSettings: (nodeId: string, patch: JsonObject) => void;
  renameStep: (nodeId: string, name: string) => void;
  changeNote: (key: string, text: string) => void;
  changeSection: (key: string, change: SectionChange, gesture?: string) => void;
  addNote: (at: Place) => string | undefined;
  addSection: (at: Place, size: { width: number; height: number }) => string | undefined;
  paste: (fragment: JourneyGraph, offset: Place) => readonly string[];
  undo: () => void;
  redo: () => void;
};
