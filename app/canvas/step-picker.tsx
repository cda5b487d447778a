import clsx from "clsx";
import { CircleHelp, type LucideIcon } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NodeFamily } from "../engine/node-type.ts";
import { nodeTypeList, nodeTypes } from "../nodes/registry.ts";
import { familyClasses } from "../ui/family.ts";
import { type CanvasParts, useCanvas } from "./canvas-context.ts";
import type { Picker } from "./canvas-view.ts";
import { flowOrder } from "./flow-order.ts";
import { editorOf } from "./node-editors.ts";
import { stepName, typeLabel } from "./step-text.ts";
import { acceptsPath } from "./use-step-parts.ts";
import { useValueStore } from "./use-value-store.ts";

type Choice = { value: string; label: string; hint: string | undefined; icon: LucideIcon; family: NodeFamily };

/** The list that opens for "add a step", "insert here" and "connect to": type, choose, Enter. */
export function StepPicker() {
  const { view } = useCanvas();
  const picker = useValueStore(view, (current) => current.picker);
  const close = (): void => view.update((current) => ({ ...current, picker: undefined }));
  return (
    <Dialog.Root open={picker !== undefined} onOpenChange={(isOpen) => !isOpen && close()}>
      {picker && <PickerContent picker={picker} onClose={close} />}
    </Dialog.Root>
  );
}

function PickerContent({ picker, onClose }: { picker: Picker; onClose: () => void }) {
  const { t } = useTranslation();
  const canvas = useCanvas();
  const choices = usePickerChoices(picker);
  const title = t(`canvas.picker.${picker.kind}`);
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-40" />
      <Dialog.Content
        aria-describedby={undefined}
        className="animate-appear fixed top-[18vh] left-1/2 z-40 flex max-h-[60vh] w-[320px] max-w-[calc(100%-32px)] -translate-x-1/2 flex-col rounded-card bg-surface shadow-3 outline-none"
      >
        <Dialog.Title className="px-4 pt-3 pb-2 font-semibold">{title}</Dialog.Title>
        <ChoiceList
          label={title}
          choices={choices}
          onChoose={(value) => {
            onClose();
            choose(canvas, picker, value);
          }}
        />
      </Dialog.Content>
    </Dialog.Portal>
  );
}

function choose({ actions }: CanvasParts, picker: Picker, value: string): void {
  if (picker.kind === "connect") actions.connect({ source: picker.source, port: picker.port, target: value });
  else if (picker.kind === "insert") actions.addStep(value, { kind: "edge", edge: picker.edge });
  else if (picker.kind === "drop")
    actions.addStep(value, { kind: "exit", source: picker.source, port: picker.port, at: picker.at });
  else actions.addStep(value, { kind: "after", nodeId: picker.after });
}

function usePickerChoices(picker: Picker): Choice[] {
  const { t } = useTranslation();
  const { graph } = useCanvas();
  const current = useValueStore(graph, (value) => value);
  if (picker.kind !== "connect") {
    return nodeTypeList
      .filter((type) => picker.kind === "add" || !nodeTypes.get(type.type)?.isEntry)
      .map((type) => ({
        value: type.type,
        label: typeLabel(type.type, t),
        hint: undefined,
        icon: editorOf(type.type)?.icon ?? CircleHelp,
        family: type.family,
      }));
  }
  const steps = new Map(current.nodes.map((node) => [node.id, node]));
  return flowOrder(current)
    .map((id) => steps.get(id))
    .filter((node) => node !== undefined)
    .filter((node) => acceptsPath(node, picker.source))
    .map((node) => ({
      value: node.id,
      label: stepName(node, t),
      hint: typeLabel(node.type, t),
      icon: editorOf(node.type)?.icon ?? CircleHelp,
      family: nodeTypes.get(node.type)?.family ?? "data",
    }));
}

type ChoiceListProps = { label: string; choices: readonly Choice[]; onChoose: (value: string) => void };

function ChoiceList({ label, choices, onChoose }: ChoiceListProps) {
  const { t } = useTranslation();
  const listId = useId();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const wanted = search.trim().toLocaleLowerCase();
  const shown = choices.filter((choice) => `${choice.label} ${choice.hint ?? ""}`.toLocaleLowerCase().includes(wanted));
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      setActive((active + step + shown.length) % shown.length);
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      onChoose(shown[active].value);
    }
  };
  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[active] ? `${listId}-${active}` : undefined}
        aria-label={label}
        placeholder={t("canvas.palette.search")}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="mx-3 mb-2 h-8 rounded-control border border-border-strong bg-surface px-2.5 text-input"
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        tabIndex={-1}
        className="min-h-0 overflow-y-auto px-2 pb-2"
      >
        {shown.map((choice, index) => (
          <ChoiceItem
            key={choice.value}
            id={`${listId}-${index}`}
            choice={choice}
            isActive={index === active}
            onChoose={onChoose}
          />
        ))}
      </div>
      {shown.length === 0 && <p className="px-4 pb-3 text-text-2">{t("canvas.palette.none")}</p>}
    </>
  );
}

type ChoiceItemProps = { id: string; choice: Choice; isActive: boolean; onChoose: (value: string) => void };

function ChoiceItem({ id, choice: { value, label, hint, icon: Icon, family }, isActive, onChoose }: ChoiceItemProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that owns this list
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      data-choice={value}
      onClick={() => onChoose(value)}
      className={clsx(
        "flex min-h-[34px] items-center gap-2.5 rounded-control px-1.5 hover:bg-hover",
        isActive && "bg-hover",
      )}
    >
      <span className={clsx("grid size-6 shrink-0 place-items-center rounded-[7px]", familyClasses[family].tile)}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {hint && <span className="text-small text-text-3">{hint}</span>}
    </div>
  );
}
