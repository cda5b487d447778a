import type { TFunction } from "i18next";
import type { CanvasParts } from "./canvas-context.ts";
import { type CanvasView, selectOnly } from "./canvas-view.ts";
import { cardBoxes } from "./card-boxes.ts";
import { clippingText, readClipping } from "./clipboard.ts";
import { centreOfView } from "./create-canvas-actions.ts";
import { copyFragment } from "./fragment-commands.ts";
import { itemKey } from "./journey-document.ts";
import { snapPlace } from "./new-step-place.ts";
import { frameAround } from "./section-content.ts";
import type { Place } from "./tidy-layout.ts";

type Surroundings = { t: TFunction; notify: (text: string) => void };

const settleMs = 260;
const pasteOffset: Place = { x: 40, y: 40 };

/** Composite acts on the selection. Each is one step of undo. */
export function createCanvasDoings(canvas: CanvasParts, surroundings: Surroundings) {
  const { actions, canEdit, view } = canvas;
  const whenEditor =
    <Arguments extends unknown[]>(act: (...given: Arguments) => void) =>
    (...given: Arguments): void => {
      if (canEdit) act(...given);
    };
  return {
    undo: whenEditor(actions.undo),
    redo: whenEditor(actions.redo),
    tidy: whenEditor(() => void tidy(canvas)),
    addNote: whenEditor(() => addAndType(view, actions.addNote(freeCorner(canvas)))),
    addSection: whenEditor(() => addAndType(view, addSection(canvas))),
    remove: whenEditor(() => remove(canvas, surroundings)),
    copy: () => void copy(canvas, surroundings),
    cut: whenEditor(() => void copy(canvas, surroundings).then(() => remove(canvas, surroundings))),
    paste: whenEditor((text: string) => pasteText(canvas, text, surroundings)),
    duplicate: whenEditor(() => {
      const fragment = copyFragment(canvas.graph.get(), canvas.view.get().selection);
      if (fragment.nodes.length + fragment.notes.length > 0) pasteFragment(canvas, fragment);
    }),
    toggleNumbers: () => view.update((current) => ({ ...current, hasNumbers: !current.hasNumbers })),
  };
}

function addAndType(view: CanvasParts["view"], key: string | undefined): void {
  if (key !== undefined) view.update((current) => ({ ...selectOnly(current, [key]), renaming: key }));
}

/** Beside the selected step, else in the middle of the view. */
function freeCorner({ flow, graph, view }: CanvasParts): Place {
  const anchor = cardBoxes(graph.get(), flow.current).find((box) => view.get().selection.has(box.id));
  if (!anchor) return snapPlace(centreOfView(flow.current));
  return snapPlace({ x: anchor.position.x + anchor.width + 40, y: anchor.position.y });
}

/** Around the selected steps, or a fresh frame in the middle of the view. */
function addSection({ actions, flow, graph, view }: CanvasParts): string | undefined {
  const chosen = cardBoxes(graph.get(), flow.current).filter((box) => view.get().selection.has(box.id));
  if (chosen.length === 0) {
    const centre = centreOfView(flow.current);
    return actions.addSection(snapPlace({ x: centre.x - 240, y: centre.y - 100 }), { width: 480, height: 320 });
  }
  const frame = frameAround(chosen);
  return actions.addSection(frame.place, frame.size);
}

function remove({ actions, graph, say, view }: CanvasParts, { t }: Surroundings): void {
  const { selection, selectedEdge } = view.get();
  const edge = graph.get().edges.find((candidate) => `${candidate.source}|${candidate.port}` === selectedEdge);
  if (edge) actions.disconnect(edge.source, edge.port);
  else if (selection.size > 0) {
    actions.remove([...selection]);
    say(t("canvas.said.removed", { count: selection.size }));
  }
}

async function copy({ graph, say, view }: CanvasParts, { t, notify }: Surroundings): Promise<void> {
  const fragment = copyFragment(graph.get(), view.get().selection);
  const count = fragment.nodes.length + fragment.notes.length + fragment.sections.length;
  if (count === 0) return;
  try {
    await navigator.clipboard.writeText(clippingText(fragment));
    say(t("canvas.said.copied", { count }));
  } catch {
    notify(t("canvas.said.copyRefused"));
  }
}

function pasteText(canvas: CanvasParts, text: string, { t, notify }: Surroundings): void {
  const fragment = readClipping(text);
  if (fragment) pasteFragment(canvas, fragment);
  else if (text.trim() !== "") notify(t("canvas.said.pasteRefused"));
}

function pasteFragment({ actions, view }: CanvasParts, fragment: Parameters<CanvasParts["actions"]["paste"]>[0]): void {
  const keys = actions.paste(fragment, pasteOffset);
  view.update((current) => selectOnly(current, keys));
}

/** Lays out the selection (two steps or more) or all steps; sections follow the steps they held. */
async function tidy(canvas: CanvasParts): Promise<void> {
  const { actions, flow, graph, view } = canvas;
  const { tidyLayout } = await import("./tidy-layout.ts");
  const { selection } = view.get();
  const before = graph.get();
  const all = cardBoxes(before, flow.current);
  const chosen = all.filter((box) => selection.has(box.id));
  const boxes = chosen.length > 1 ? chosen : all;
  if (boxes.length === 0) return;
  const places = tidyLayout(boxes, before.edges);
  const gesture = `tidy ${Date.now()}`;
  view.update((current): CanvasView => ({ ...current, isSettling: true }));
  actions.move(places, gesture);
  for (const section of before.sections) {
    const held = boxes.filter((box) => isInside(box, section));
    if (held.length === 0) continue;
    const frame = frameAround(held.map((box) => ({ ...box, position: places.get(box.id) ?? box.position })));
    actions.changeSection(itemKey("section", section.id), frame, gesture);
  }
  setTimeout(() => view.update((current) => ({ ...current, isSettling: false })), settleMs);
}

function isInside(
  box: { position: Place; width: number; height: number },
  section: { position: Place; size: { width: number; height: number } },
): boolean {
  const x = box.position.x + box.width / 2 - section.position.x;
  const y = box.position.y + box.height / 2 - section.position.y;
  return x >= 0 && y >= 0 && x <= section.size.width && y <= section.size.height;
}
