import type { TFunction } from "i18next";
import type { CanvasParts } from "./canvas-context.ts";
import { selectOnly } from "./canvas-view.ts";
import { cardBoxes, drawnPorts } from "./card-boxes.ts";
import { gridSize } from "./card-size.ts";
import type { createCanvasDoings } from "./create-canvas-doings.ts";
import { type Direction, flowOrder, neighbourStep, reachable } from "./flow-order.ts";
import { itemKey } from "./journey-document.ts";
import type { Place } from "./tidy-layout.ts";
import { fitOptions } from "./zoom-level.ts";

export type CanvasKey = {
  keys: readonly string[];
  withCommand?: boolean;
  withAlt?: boolean;
  /** Undefined: with and without. */
  withShift?: boolean;
  /** Works wherever the focus is on this page. */
  isGlobal?: boolean;
  /** False when there was nothing to do, so that the browser may use the key. */
  run: (event: KeyboardEvent) => unknown;
};

type Hands = {
  canvas: CanvasParts;
  doings: ReturnType<typeof createCanvasDoings>;
  focusCard: (key: string) => void;
  focusSearch: () => void;
  t: TFunction;
};

/** Every key of the canvas (ux.md §6). */
export function canvasKeys(hands: Hands): CanvasKey[] {
  return [...movingKeys(hands), ...editingKeys(hands), ...viewKeys(hands)];
}

const arrows: Readonly<Record<string, { direction: Direction; shift: Place }>> = {
  ArrowUp: { direction: "previous", shift: { x: 0, y: -1 } },
  ArrowDown: { direction: "next", shift: { x: 0, y: 1 } },
  ArrowLeft: { direction: "left", shift: { x: -1, y: 0 } },
  ArrowRight: { direction: "right", shift: { x: 1, y: 0 } },
};

/** The selected step, else the one that has the focus. */
const currentStep = ({ graph, view }: CanvasParts): string | undefined => {
  const { selection } = view.get();
  const focused = document.activeElement?.getAttribute("data-id");
  const { nodes } = graph.get();
  return (nodes.find((node) => selection.has(node.id)) ?? nodes.find((node) => node.id === focused))?.id;
};

function movingKeys({ canvas, focusCard }: Hands): CanvasKey[] {
  const { graph, view } = canvas;
  const select = (key: string): void => {
    view.update((current) => ({
      ...selectOnly(current, [key]),
      inspected: current.inspected === undefined ? undefined : key,
    }));
    focusCard(key);
  };
  const go = (event: KeyboardEvent): boolean => {
    const from = currentStep(canvas);
    const arrow = arrows[event.key];
    const to =
      from === undefined ? flowOrder(graph.get())[0] : arrow && neighbourStep(graph.get(), from, arrow.direction);
    if (to !== undefined) select(to);
    return true;
  };
  const extend = (event: KeyboardEvent): boolean => {
    const from = currentStep(canvas);
    if (from === undefined) return false;
    const also = reachable(graph.get().edges, from, event.key === "ArrowRight" ? "after" : "before");
    view.update((current) => ({
      ...current,
      selection: new Set([...current.selection, ...also]),
      inspected: undefined,
    }));
    return true;
  };
  return [
    { keys: ["ArrowLeft", "ArrowRight"], withShift: true, run: extend },
    { keys: Object.keys(arrows), withShift: false, run: go },
    { keys: Object.keys(arrows), withAlt: true, run: (event) => nudge(canvas, event) },
    { keys: ["a"], withCommand: true, run: () => selectAll(canvas) },
    { keys: ["e"], run: () => selectEdge(canvas) },
    { keys: ["Enter"], run: () => openSettings(canvas) },
    { keys: ["Escape"], run: () => letGo(canvas) },
  ];
}

function editingKeys({ canvas, doings, focusSearch, t }: Hands): CanvasKey[] {
  const { actions, say, view } = canvas;
  const whenEditor = (run: () => unknown) => () => (canvas.canEdit ? run() : false);
  return [
    { keys: ["/"], isGlobal: true, run: whenEditor(focusSearch) },
    { keys: ["z"], withCommand: true, withShift: false, isGlobal: true, run: doings.undo },
    { keys: ["z"], withCommand: true, withShift: true, isGlobal: true, run: doings.redo },
    { keys: ["y"], withCommand: true, isGlobal: true, run: doings.redo },
    { keys: ["c"], withCommand: true, run: doings.copy },
    { keys: ["x"], withCommand: true, run: doings.cut },
    { keys: ["d"], withCommand: true, run: doings.duplicate },
    { keys: ["Delete", "Backspace"], run: doings.remove },
    { keys: ["n"], run: whenEditor(() => openPicker(canvas)) },
    { keys: ["c"], run: whenEditor(() => connectByList(canvas, () => say(t("canvas.connect.noExit")))) },
    {
      keys: ["x"],
      run: whenEditor(() => {
        const [source, port] = (view.get().selectedEdge ?? "").split("|");
        if (source && port) actions.disconnect(source, port);
      }),
    },
    {
      keys: ["F2"],
      run: whenEditor(() => {
        const [key] = view.get().selection;
        if (key !== undefined) view.update((current) => ({ ...current, renaming: key }));
      }),
    },
    { keys: ["s"], run: doings.addNote },
    { keys: ["g"], run: doings.addSection },
    { keys: ["t"], run: doings.tidy },
  ];
}

function viewKeys({ canvas, doings }: Hands): CanvasKey[] {
  const { flow, view } = canvas;
  const show = (only: ReadonlySet<string>): void => {
    const nodes = [...only].map((id) => ({ id }));
    void flow.current?.fitView({ ...fitOptions, ...(nodes.length > 0 ? { nodes } : {}) });
  };
  return [
    { keys: ["l"], run: doings.toggleNumbers },
    { keys: ["v"], run: () => view.update((current) => ({ ...current, tool: "select" })) },
    { keys: ["h"], run: () => view.update((current) => ({ ...current, tool: "hand" })) },
    { keys: ["1"], run: () => show(new Set()) },
    { keys: ["2"], run: () => show(view.get().selection) },
    { keys: ["0"], run: () => void flow.current?.zoomTo(1, { duration: 120 }) },
    { keys: ["+", "="], run: () => void flow.current?.zoomIn({ duration: 120 }) },
    { keys: ["-"], run: () => void flow.current?.zoomOut({ duration: 120 }) },
  ];
}

function nudge({ actions, flow, graph, view }: CanvasParts, event: KeyboardEvent): boolean {
  const arrow = arrows[event.key];
  const { selection } = view.get();
  if (!arrow || selection.size === 0) return false;
  const distance = gridSize * (event.shiftKey ? 5 : 1);
  const { nodes, notes, sections } = graph.get();
  const places = [
    ...cardBoxes({ ...graph.get(), nodes }, flow.current).map((box) => [box.id, box.position] as const),
    ...notes.map((note) => [itemKey("note", note.id), note.position] as const),
    ...sections.map((section) => [itemKey("section", section.id), section.position] as const),
  ].filter(([key]) => selection.has(key));
  const moved = places.map(
    ([key, { x, y }]) => [key, { x: x + arrow.shift.x * distance, y: y + arrow.shift.y * distance }] as const,
  );
  actions.move(new Map(moved), `nudge ${[...selection].join(" ")}`);
  return true;
}

function selectAll({ graph, view }: CanvasParts): void {
  view.update((current) => ({
    ...current,
    selection: new Set(graph.get().nodes.map((node) => node.id)),
    inspected: undefined,
  }));
}

/** The paths out of the selected step, one after the other. */
function selectEdge({ graph, view }: CanvasParts): boolean {
  const { selectedEdge, selection } = view.get();
  const source = selectedEdge?.split("|")[0] ?? [...selection][0];
  const own = graph.get().edges.filter((edge) => edge.source === source);
  const index = own.findIndex((edge) => `${edge.source}|${edge.port}` === selectedEdge);
  const next = own[(index + 1) % own.length];
  if (!next) return false;
  view.update((current) => ({ ...current, selectedEdge: `${next.source}|${next.port}` }));
  return true;
}

function openSettings(canvas: CanvasParts): boolean {
  const { view } = canvas;
  const step = currentStep(canvas);
  const [key] = view.get().selection;
  if (step !== undefined) view.update((current) => ({ ...current, inspected: step, tab: "setup", wantsFocus: true }));
  else if (key !== undefined && canvas.canEdit) view.update((current) => ({ ...current, renaming: key }));
  return key !== undefined;
}

function letGo({ view }: CanvasParts): boolean {
  const { inspected, selectedEdge, selection } = view.get();
  if (inspected !== undefined) view.update((current) => ({ ...current, inspected: undefined }));
  else view.update((current) => selectOnly(current, []));
  return inspected !== undefined || selectedEdge !== undefined || selection.size > 0;
}

function openPicker(canvas: CanvasParts): void {
  const { graph, view } = canvas;
  const { selectedEdge } = view.get();
  const edge = graph.get().edges.find((candidate) => `${candidate.source}|${candidate.port}` === selectedEdge);
  const after = currentStep(canvas);
  view.update((current) => ({ ...current, picker: edge ? { kind: "insert", edge } : { kind: "add", after } }));
}

/** Connects the first free exit of the selected step, else its first one. */
function connectByList(canvas: CanvasParts, onNoExit: () => void): void {
  const { graph, view } = canvas;
  const source = currentStep(canvas);
  const node = graph.get().nodes.find((candidate) => candidate.id === source);
  if (!node) return;
  const ports = drawnPorts(graph.get(), node);
  const used = new Set(
    graph
      .get()
      .edges.filter((edge) => edge.source === node.id)
      .map((edge) => edge.port),
  );
  const port = ports.find((candidate) => !used.has(candidate)) ?? ports[0];
  if (port === undefined) onNoExit();
  else view.update((current) => ({ ...current, picker: { kind: "connect", source: node.id, port } }));
}
