import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CanvasContext, useCanvas } from "./canvas-context.ts";
import type { CanvasData } from "./canvas-data.ts";
import type { CanvasSession } from "./canvas-session.ts";
import { EmptyCanvas } from "./empty-canvas.tsx";
import { Flow } from "./flow.tsx";
import { Inspector, useHasInspector, useRevealInspected } from "./inspector.tsx";
import { OnTheirWay } from "./on-their-way.tsx";
import { Palette } from "./palette.tsx";
import { PublishSheet } from "./publish-sheet.tsx";
import { RefusedNotice } from "./refused-notice.tsx";
import { startView, startViewport } from "./start-viewport.ts";
import { StaticPicture } from "./static-picture.tsx";
import { StepPicker } from "./step-picker.tsx";
import { Toolbar } from "./toolbar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { useCanvasSession } from "./use-canvas-session.ts";
import { useFocusedCard } from "./use-focused-card.ts";
import { useIsNarrow } from "./use-is-narrow.ts";
import { useJourneyActs } from "./use-journey-acts.ts";
import { useRemoteNews } from "./use-remote-news.ts";
import { useValueStore } from "./use-value-store.ts";
import "./canvas.css";
import "./step-card.css";

/** The journey editor. The server draws the last saved picture; the shared draft takes its place as soon as it is here. */
export function CanvasPage({ data }: { data: CanvasData }) {
  const { t } = useTranslation();
  const [spoken, setSpoken] = useState("");
  const session = useCanvasSession(data, setSpoken);
  const label = t("canvas.stage.label", { name: data.journey.name, count: data.graph.nodes.length });
  return (
    <>
      {session ? (
        <CanvasContext.Provider value={session.parts}>
          <OpenCanvas data={data} session={session} />
        </CanvasContext.Provider>
      ) : (
        <ClosedCanvas data={data} label={label} />
      )}
      <p className="sr-only" aria-live="polite" role="status">
        {spoken}
      </p>
    </>
  );
}

/** Before the browser has taken over: the frame of the page and the picture. */
function ClosedCanvas({ data, label }: { data: CanvasData; label: string }) {
  const { t } = useTranslation();
  return (
    <div className="canvas-grid">
      <header className="canvas-top flex items-center gap-3 border-b border-border bg-surface px-4">
        <span className="text-text-3">{t("canvas.top.journeys")}</span>
        <h1 className="text-input font-semibold">{data.journey.name}</h1>
      </header>
      <div className="canvas-palette border-r border-border bg-surface" />
      <div className="canvas-stage">
        <StaticPicture graph={data.graph} view={startView(data.graph)} label={label} />
      </div>
    </div>
  );
}

function OpenCanvas({ data, session }: { data: CanvasData; session: CanvasSession }) {
  const { canEdit } = session.parts;
  const search = useRef<HTMLInputElement>(null);
  const acts = useJourneyActs(data.journey.id);
  const journey = useMemo(
    () => ({ ...data.journey, name: acts.pendingName ?? data.journey.name }),
    [data.journey, acts.pendingName],
  );
  const hasInspector = useHasInspector();
  useCanvasKeys(search);
  useRemoteNews();
  useRevealInspected();
  useEffect(() => {
    session.setLiveGraph(data.liveGraph);
  }, [session, data.liveGraph]);
  return (
    <div className="canvas-grid" data-inspector={hasInspector ? "open" : "closed"} data-viewer={!canEdit}>
      <TopBar journey={journey} onRename={acts.rename} onPause={acts.pause} onResume={acts.resume} />
      {canEdit && <Palette searchRef={search} />}
      <Stage data={data} name={journey.name} />
      <Inspector />
      {canEdit && <StepPicker />}
      {canEdit && <PublishSheet journey={journey} />}
    </div>
  );
}

function Stage({ data, name }: { data: CanvasData; name: string }) {
  const { t } = useTranslation();
  const { graph, sync } = useCanvas();
  const isLoaded = useValueStore(sync, (current) => current.isLoaded);
  const count = useValueStore(graph, (current) => current.nodes.length);
  const isNarrow = useIsNarrow();
  const stage = useRef<HTMLElement>(null);
  const [peoplePerDot, setPeoplePerDot] = useState(1);
  const view = useMemo(() => startView(data.graph), [data.graph]);
  const label = t("canvas.stage.label", { name, count });
  return (
    <section
      ref={stage}
      className="canvas-stage"
      aria-label={t("canvas.stage.region")}
      data-loaded={isLoaded}
      {...useFocusedCard()}
    >
      {isLoaded ? (
        <>
          <Flow
            label={label}
            viewport={startViewport(view, stage.current?.clientWidth ?? 1_080)}
            isNarrow={isNarrow}
            onPeoplePerDot={setPeoplePerDot}
          />
          <EmptyCanvas />
        </>
      ) : (
        <StaticPicture graph={data.graph} view={view} label={label} />
      )}
      <RefusedNotice />
      <OnTheirWay peoplePerDot={peoplePerDot} />
      <Toolbar />
    </section>
  );
}
