import { Copy, Ellipsis, PencilLine, Trash2, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { GraphNode } from "../engine/graph.ts";
import { useFormat } from "../i18n/use-format.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { IconButton } from "../ui/button.tsx";
import { familyClasses } from "../ui/family.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useCanvas } from "./canvas-context.ts";
import { type InspectorTab, wholeJourney } from "./canvas-view.ts";
import { cardBoxes } from "./card-boxes.ts";
import { InspectorPeople } from "./inspector-people.tsx";
import { InspectorResults } from "./inspector-results.tsx";
import { InspectorSetup } from "./inspector-setup.tsx";
import { editorOf } from "./node-editors.ts";
import { stepName, typeLabel } from "./step-text.ts";
import { useCanvasDoings } from "./use-canvas-doings.ts";
import { revealCard, useFocusCard } from "./use-focus-card.ts";
import { useValueStore } from "./use-value-store.ts";

/** The panel at the right: settings, numbers and people of the chosen step, or the people of the whole journey. */
export function Inspector() {
  const { graph, view } = useCanvas();
  const inspected = useValueStore(view, (current) => current.inspected);
  const node = useValueStore(graph, (current) => current.nodes.find((candidate) => candidate.id === inspected));
  if (inspected === wholeJourney) return <JourneyPeople />;
  return node ? <StepInspector key={node.id} node={node} /> : null;
}

/** Whether the panel takes its column. */
export function useHasInspector(): boolean {
  const { graph, view } = useCanvas();
  const inspected = useValueStore(view, (current) => current.inspected);
  const isPresent = useValueStore(graph, (current) => current.nodes.some((node) => node.id === inspected));
  return isPresent || inspected === wholeJourney;
}

function StepInspector({ node }: { node: GraphNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live, presence, view } = useCanvas();
  const tab = useValueStore(view, (current) => current.tab);
  const here = useValueStore(live, ({ metrics }) => metrics?.nodes[node.id]?.here);
  const focusCard = useFocusCard();
  const panel = useFocusFirstField();
  useEffect(() => {
    presence.set({ editing: node.id });
    return () => presence.set({ editing: undefined, field: undefined });
  }, [presence, node.id]);
  const close = (): void => {
    view.update((current) => ({ ...current, inspected: undefined }));
    focusCard(node.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  };
  const people = here === undefined ? "" : ` ${format.number(here)}`;
  const items = [
    { value: "setup", label: t("canvas.inspector.setup") },
    { value: "results", label: t("canvas.inspector.results") },
    { value: "people", label: `${t("canvas.inspector.people")}${people}` },
  ];
  return (
    <aside
      ref={panel}
      className="canvas-inspector"
      aria-label={t("canvas.inspector.label", { name: stepName(node, t) })}
      onKeyDown={onKeyDown}
    >
      <StepHeader node={node} onClose={close} />
      <Tabs
        value={tab}
        onChange={(next) => view.update((current) => ({ ...current, tab: next as InspectorTab }))}
        items={items}
        label={t("canvas.inspector.tabs")}
        className="min-h-0 flex-1"
      >
        <div className="h-full overflow-y-auto p-4">
          {tab === "setup" && <InspectorSetup node={node} />}
          {tab === "results" && <InspectorResults node={node} />}
          {tab === "people" && <InspectorPeople nodeId={node.id} />}
        </div>
      </Tabs>
    </aside>
  );
}

function StepHeader({ node, onClose }: { node: GraphNode; onClose: () => void }) {
  const { t } = useTranslation();
  const { canEdit, view } = useCanvas();
  const doings = useCanvasDoings();
  const type = nodeTypes.get(node.type);
  const Icon = editorOf(node.type)?.icon;
  return (
    <div className="flex items-center gap-3 px-4 pt-3.5 pb-2.5">
      <span
        className={`grid size-9 shrink-0 place-items-center rounded-[10px] ${familyClasses[type?.family ?? "data"].tile}`}
      >
        {Icon && <Icon size={18} strokeWidth={1.75} aria-hidden />}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-title leading-5 font-semibold tracking-[-0.01em]">{stepName(node, t)}</h2>
        <p className="truncate text-small text-text-2">
          {node.name.trim() === ""
            ? t(`nodes.${node.type}.description`, { defaultValue: "" })
            : typeLabel(node.type, t)}
        </p>
      </div>
      {canEdit && (
        <Menu trigger={<IconButton icon={Ellipsis} label={t("canvas.inspector.more")} />}>
          <MenuItem icon={PencilLine} onSelect={() => view.update((current) => ({ ...current, renaming: node.id }))}>
            {t("canvas.inspector.rename")}
          </MenuItem>
          <MenuItem icon={Copy} onSelect={doings.duplicate}>
            {t("canvas.inspector.duplicate")}
          </MenuItem>
          <MenuItem icon={Trash2} isDangerous onSelect={doings.remove}>
            {t("canvas.inspector.delete")}
          </MenuItem>
        </Menu>
      )}
      <IconButton icon={X} label={t("canvas.inspector.close")} onClick={onClose} className="-ml-2" />
    </div>
  );
}

/** After an insert the first field of the settings takes the focus, once. */
function useFocusFirstField() {
  const { view } = useCanvas();
  const panel = useRef<HTMLElement>(null);
  const wantsFocus = useValueStore(view, (current) => current.wantsFocus);
  useEffect(() => {
    if (!wantsFocus) return;
    view.update((current) => ({ ...current, wantsFocus: false }));
    const settings = panel.current?.querySelector("[data-settings]") ?? panel.current;
    settings
      ?.querySelector<HTMLElement>(
        "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)",
      )
      ?.focus();
  }, [view, wantsFocus]);
  return panel;
}

/** The card whose settings are open stays in view, also when the panel takes its column. */
export function useRevealInspected(): void {
  const { flow, graph, view } = useCanvas();
  const inspected = useValueStore(view, (current) => current.inspected);
  useEffect(() => {
    if (inspected === undefined) return undefined;
    const frame = requestAnimationFrame(() =>
      revealCard(inspected, flow.current, cardBoxes(graph.get(), flow.current)),
    );
    return () => cancelAnimationFrame(frame);
  }, [flow, graph, inspected]);
}

function JourneyPeople() {
  const { t } = useTranslation();
  const { view } = useCanvas();
  const close = (): void => view.update((current) => ({ ...current, inspected: undefined }));
  return (
    <aside className="canvas-inspector" aria-label={t("canvas.people.onTheirWay")}>
      <div className="flex items-center gap-3 border-b border-border px-4 pt-3.5 pb-2.5">
        <h2 className="flex-1 text-title leading-5 font-semibold">{t("canvas.people.onTheirWay")}</h2>
        <IconButton icon={X} label={t("canvas.inspector.close")} onClick={close} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-4">
        <InspectorPeople nodeId={undefined} />
      </div>
    </aside>
  );
}
