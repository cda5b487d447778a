import { Link } from "@remix-run/react";
import { Check, ChevronRight, CloudOff, Ellipsis, LoaderCircle, Pause, Pencil, Play } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/use-format.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { useCanvas } from "./canvas-context.ts";
import { PeopleHere } from "./people-here.tsx";
import type { CanvasJourney } from "./use-journey-acts.ts";
import { useValueStore } from "./use-value-store.ts";

type TopBarProps = {
  journey: CanvasJourney;
  onRename: (name: string) => void;
  onPause: () => void;
  onResume: () => void;
};

/** Where one is, what state the journey is in, who is here, and the way to publish. */
export function TopBar({ journey, onRename, onPause, onResume }: TopBarProps) {
  const { t } = useTranslation();
  const { canEdit, view } = useCanvas();
  return (
    <header className="canvas-top flex min-w-0 items-center gap-3 border-b border-border bg-surface px-4">
      <nav aria-label={t("canvas.top.crumb")} className="flex min-w-0 items-center gap-1.5">
        <Link to="/journeys" className="shrink-0 text-text-3 hover:text-text max-md:sr-only">
          {t("canvas.top.journeys")}
        </Link>
        <ChevronRight size={14} aria-hidden className="shrink-0 text-text-3 max-md:hidden" />
        <JourneyName name={journey.name} canEdit={canEdit} onRename={onRename} />
      </nav>
      <StateChip journey={journey} />
      <DraftChip isPublished={journey.liveVersion !== undefined} />
      <div className="ml-auto flex shrink-0 items-center gap-2">
        <PeopleHere />
        {canEdit && (journey.state === "live" || journey.state === "paused") && (
          <Menu trigger={<IconButton icon={Ellipsis} label={t("canvas.top.more")} />}>
            {journey.state === "live" ? (
              <MenuItem icon={Pause} onSelect={onPause}>
                {t("canvas.top.pause")}
              </MenuItem>
            ) : (
              <MenuItem icon={Play} onSelect={onResume}>
                {t("canvas.top.resume")}
              </MenuItem>
            )}
          </Menu>
        )}
        {canEdit ? (
          <PublishButton onPress={() => view.update((current) => ({ ...current, isPublishing: true }))} />
        ) : (
          <Chip>{t("canvas.top.viewer")}</Chip>
        )}
      </div>
    </header>
  );
}

function PublishButton({ onPress }: { onPress: () => void }) {
  const { t } = useTranslation();
  const { sync } = useCanvas();
  const isOffline = useValueStore(sync, ({ status }) => status !== "saved" && status !== "saving");
  return (
    <Button
      variant="primary"
      aria-disabled={isOffline || undefined}
      title={isOffline ? t("canvas.top.publishOffline") : undefined}
      onClick={() => {
        if (!isOffline) onPress();
      }}
    >
      {t("canvas.top.publish")}
    </Button>
  );
}

function JourneyName({
  name,
  canEdit,
  onRename,
}: {
  name: string;
  canEdit: boolean;
  onRename: (name: string) => void;
}) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const finish = (typed: string): void => {
    setEditing(false);
    const next = typed.trim();
    if (next !== "" && next !== name) onRename(next);
  };
  if (!isEditing) {
    const text = <h1 className="truncate text-input font-semibold tracking-[-0.005em]">{name}</h1>;
    if (!canEdit) return text;
    return (
      <button
        type="button"
        className="min-w-0 rounded-chip px-1 py-0.5 text-left hover:bg-hover"
        title={t("canvas.top.rename")}
        onClick={() => setEditing(true)}
      >
        {text}
      </button>
    );
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") finish(event.currentTarget.value);
    else if (event.key === "Escape") setEditing(false);
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field opens on a press on the name, so the focus is where the person works
      autoFocus
      aria-label={t("canvas.top.name")}
      defaultValue={name}
      maxLength={120}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      className="h-7 min-w-0 rounded-chip border border-border-strong bg-surface px-1.5 text-input font-semibold"
    />
  );
}

function StateChip({ journey }: { journey: CanvasJourney }) {
  const { t } = useTranslation();
  const version = journey.liveVersion;
  if (journey.state === "live") return <Chip tone="live">{t("canvas.state.live", { version })}</Chip>;
  if (journey.state === "paused") return <Chip tone="warn">{t("canvas.state.paused", { version })}</Chip>;
  return <Chip>{t(`canvas.state.${journey.state}`)}</Chip>;
}

/** What is not live yet, and whether it is safe: saved, on its way, or only on this device. */
function DraftChip({ isPublished }: { isPublished: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { marks, sync, view, canEdit } = useCanvas();
  const { count } = useValueStore(marks, (current) => current);
  const { status, unsavedCount: unsaved } = useValueStore(sync, (current) => current);
  if (status === "offline") {
    return (
      <Chip tone="warn" icon={CloudOff} className="min-w-0 truncate">
        <span role="status">{t("canvas.sync.offline", { count: unsaved, number: format.number(unsaved) })}</span>
      </Chip>
    );
  }
  const isSaved = status === "saved";
  return (
    <span className="flex items-center gap-3 max-md:hidden">
      {isPublished && count > 0 && (
        <button
          type="button"
          disabled={!canEdit}
          className="inline-flex h-[22px] items-center gap-1.5 rounded-chip bg-data-tint px-2 text-small font-medium whitespace-nowrap text-text-2 hover:text-text"
          onClick={() => view.update((current) => ({ ...current, isPublishing: true }))}
        >
          <Pencil size={12} aria-hidden />
          {t("canvas.sync.changes", { count, number: format.number(count) })}
        </button>
      )}
      {(isSaved || status === "saving") && canEdit && (
        <span
          className="inline-flex items-center gap-1 text-small whitespace-nowrap text-text-3 max-lg:hidden"
          data-sync={isSaved ? "saved" : "saving"}
        >
          {isSaved ? <Check size={14} aria-hidden /> : <LoaderCircle size={14} className="animate-spin" aria-hidden />}
          {t(isSaved ? "canvas.sync.saved" : "canvas.sync.saving")}
        </span>
      )}
    </span>
  );
}
