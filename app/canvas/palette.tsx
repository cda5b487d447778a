import clsx from "clsx";
import { CircleHelp, GripVertical, Plus, Search } from "lucide-react";
import { type DragEvent, type KeyboardEvent, type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodeType } from "../engine/node-type.ts";
import { familyClasses } from "../ui/family.ts";
import { useCanvas } from "./canvas-context.ts";
import { editorOf } from "./node-editors.ts";
import { paletteGroups } from "./palette-groups.ts";
import { typeLabel } from "./step-text.ts";
import { stepDragType } from "./use-palette-drop.ts";

/** The steps to choose from: drag one onto the canvas, press it to add it after the selection, or type and press Enter. */
export function Palette({ searchRef }: { searchRef: RefObject<HTMLInputElement> }) {
  const { t } = useTranslation();
  const { view } = useCanvas();
  const [search, setSearch] = useState("");
  const addAfterSelection = useAddAfterSelection();
  const groups = paletteGroups(search, (type) => typeLabel(type, t));
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = groups[0]?.types[0];
    if (event.key === "Enter" && search.trim() !== "" && first) {
      event.preventDefault();
      addAfterSelection(first.type);
      setSearch("");
    } else if (event.key === "Escape") {
      setSearch("");
      event.currentTarget.blur();
    }
  };
  return (
    <aside
      aria-label={t("canvas.palette.label")}
      className="canvas-palette min-h-0 overflow-y-auto border-r border-border bg-surface px-1.5 pt-3 pb-4 xl:px-3"
    >
      <div className="mb-2.5 flex h-[34px] items-center gap-2 rounded-control bg-surface-2 px-2.5 text-text-3 inset-ring inset-ring-border focus-within:inset-ring-border-strong max-xl:hidden">
        <Search size={15} aria-hidden className="shrink-0" />
        <input
          ref={searchRef}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={onKeyDown}
          aria-label={t("canvas.palette.search")}
          placeholder={t("canvas.palette.search")}
          className="min-w-0 flex-1 bg-transparent text-text outline-none"
        />
        <kbd className="rounded-[4px] bg-surface px-1 font-sans text-label leading-[18px] font-medium inset-ring inset-ring-border">
          {t("canvas.palette.searchKey")}
        </kbd>
      </div>
      <button
        type="button"
        aria-label={t("canvas.palette.search")}
        title={t("canvas.palette.search")}
        className="grid size-8 place-items-center rounded-control text-text-2 hover:bg-hover xl:hidden"
        onClick={() =>
          view.update((current) => ({ ...current, picker: { kind: "add", after: [...current.selection][0] } }))
        }
      >
        <Plus size={18} aria-hidden />
      </button>
      {groups.map(({ key, types }) => (
        <section key={key} aria-label={t(`canvas.palette.group.${key}`)}>
          <h2 className="mx-1 mt-3 mb-1 text-label font-semibold text-text-3 max-xl:hidden">
            {t(`canvas.palette.group.${key}`)}
          </h2>
          {types.map((type) => (
            <PaletteItem key={type.type} type={type} onAdd={addAfterSelection} />
          ))}
        </section>
      ))}
      {groups.length === 0 && <p className="mx-1 mt-3 text-text-2">{t("canvas.palette.none")}</p>}
    </aside>
  );
}

/** Adds a step behind the one that is selected; an edge that is selected takes it in. */
function useAddAfterSelection(): (type: string) => void {
  const { actions, graph, view } = useCanvas();
  return (type) => {
    const { selection, selectedEdge } = view.get();
    const edge = graph.get().edges.find((candidate) => `${candidate.source}|${candidate.port}` === selectedEdge);
    const after = [...selection].find((key) => !key.includes(":"));
    actions.addStep(type, edge ? { kind: "edge", edge } : { kind: "after", nodeId: after });
  };
}

function PaletteItem({ type, onAdd }: { type: NodeType; onAdd: (type: string) => void }) {
  const { t } = useTranslation();
  const Icon = editorOf(type.type)?.icon ?? CircleHelp;
  const label = typeLabel(type.type, t);
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.setData(stepDragType, type.type);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      draggable
      onDragStart={onDragStart}
      onClick={() => onAdd(type.type)}
      title={label}
      data-add-step={type.type}
      className="group flex h-[34px] w-full items-center gap-2.5 rounded-control px-1 text-left hover:bg-hover xl:px-1.5"
    >
      <span className={clsx("grid size-6 shrink-0 place-items-center rounded-[7px]", familyClasses[type.family].tile)}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="min-w-0 flex-1 truncate max-xl:sr-only">{label}</span>
      <GripVertical
        size={14}
        aria-hidden
        className="text-border-strong opacity-0 group-hover:opacity-75 max-xl:hidden"
      />
    </button>
  );
}
