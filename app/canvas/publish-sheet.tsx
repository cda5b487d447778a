import { useFetcher } from "@remix-run/react";
import { CircleCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphHash } from "../engine/canonical.ts";
import { useFormat } from "../i18n/use-format.ts";
import { Button } from "../ui/button.tsx";
import { Sheet } from "../ui/dialog.tsx";
import { useCanvas } from "./canvas-context.ts";
import { selectOnly } from "./canvas-view.ts";
import { ChangeList } from "./change-list.tsx";
import { PublishChecks } from "./publish-checks.tsx";
import { useFocusCard } from "./use-focus-card.ts";
import type { ActAnswer, CanvasJourney } from "./use-journey-acts.ts";
import { useValueStore } from "./use-value-store.ts";

/** Everything one should know before new people enter the draft: what changes, what is wrong, what happens to whom. */
export function PublishSheet({ journey }: { journey: CanvasJourney }) {
  const { t } = useTranslation();
  const { view } = useCanvas();
  const isOpen = useValueStore(view, (current) => current.isPublishing);
  const close = (): void => view.update((current) => ({ ...current, isPublishing: false }));
  // Mounted afresh each time, so that an answer of last time is not shown again.
  return isOpen ? <OpenSheet journey={journey} title={t("canvas.publish.title")} onClose={close} /> : null;
}

function OpenSheet({ journey, title, onClose }: { journey: CanvasJourney; title: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, state, submit } = useFetcher<ActAnswer>();
  const { graph, marks, problems, sync, view } = useCanvas();
  const { changes, count } = useValueStore(marks, (current) => current);
  const found = useValueStore(problems, (current) => current);
  const isSaved = useValueStore(sync, ({ status }) => status === "saved");
  const focusCard = useFocusCard();
  const all = [...found.ofJourney, ...[...found.bySteps.values()].flat()];
  const errors = all.filter((problem) => problem.severity === "error");
  const isUnchanged = changes.length === 0 && journey.liveVersion !== undefined;
  const jump = (nodeId: string): void => {
    view.update((current) => ({ ...selectOnly(current, [nodeId]), isPublishing: false, tab: "setup" }));
    // The dialog gives the focus back when it closes; the card takes it after that.
    setTimeout(() => focusCard(nodeId), 60);
  };
  if (data?.ok && data.act === "publish") return <PublishedSheet version={data.version} onClose={onClose} />;
  const publish = (): void =>
    submit({ act: "publish", hash: graphHash(graph.get()) }, { method: "post", action: `/j/${journey.id}` });
  const isReady = errors.length === 0 && isSaved && !isUnchanged;
  return (
    <Sheet
      title={title}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t("common.action.cancel")}</Button>
          <Button variant="primary" isBusy={state !== "idle"} disabled={!isReady} onClick={publish} data-publish="true">
            {t("canvas.publish.submit", { version: (journey.liveVersion ?? 0) + 1 })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {data && !data.ok && (
          <p role="alert" className="rounded-control bg-bad-tint px-3 py-2 text-bad">
            {t(
              data.code === "conflict.changed" ? "canvas.publish.changedMeanwhile" : `errors.${data.code}`,
              data.params,
            )}
          </p>
        )}
        <ChangeSection changes={changes} count={count} isFirst={journey.liveVersion === undefined} />
        <PublishChecks problems={all} onJump={jump} />
        <PeopleSection journey={journey} />
        <p role="status" className="text-small text-text-2">
          {isUnchanged ? t("canvas.publish.nothing") : isSaved ? "" : t("canvas.publish.saving")}
        </p>
      </div>
    </Sheet>
  );
}

type ChangeSectionProps = { changes: Parameters<typeof ChangeList>[0]["changes"]; count: number; isFirst: boolean };

function ChangeSection({ changes, count, isFirst }: ChangeSectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-labelledby="publish-changes">
      <h3 id="publish-changes" className="mb-2 font-semibold">
        {isFirst ? t("canvas.publish.first") : t("canvas.publish.changes", { count, number: format.number(count) })}
      </h3>
      <ChangeList changes={changes} />
    </section>
  );
}

function PeopleSection({ journey }: { journey: CanvasJourney }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useCanvas();
  const people = useValueStore(live, (reading) => reading.metrics?.onTheirWay);
  if (journey.liveVersion === undefined) {
    return (
      <section>
        <h3 className="mb-1 font-semibold">{t("canvas.publish.whoEnters")}</h3>
        <p className="text-text-2">{t("canvas.publish.whoEntersText")}</p>
      </section>
    );
  }
  return (
    <section>
      <h3 className="mb-1 font-semibold">
        {people === undefined
          ? t("canvas.publish.onTheirWayUnknown")
          : t("canvas.publish.onTheirWay", { count: people, number: format.number(people) })}
      </h3>
      <p className="text-text-2">
        {t("canvas.publish.stay", { version: journey.liveVersion, next: journey.liveVersion + 1 })}
      </p>
      {journey.state === "paused" && <p className="mt-1 text-text-2">{t("canvas.publish.paused")}</p>}
    </section>
  );
}

function PublishedSheet({ version, onClose }: { version: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  useEffect(() => {
    button?.focus();
  }, [button]);
  return (
    <Sheet
      title={t("canvas.publish.doneTitle")}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <Button ref={setButton} variant="primary" onClick={onClose}>
          {t("canvas.publish.back")}
        </Button>
      }
    >
      <div
        role="status"
        className="flex items-start gap-3 rounded-card bg-ok-tint p-4 text-ok"
        data-published={version}
      >
        <CircleCheck size={20} aria-hidden className="shrink-0" />
        <div>
          <p className="font-semibold">{t("canvas.publish.done", { version })}</p>
          <p className="mt-0.5 text-text-2">{t("canvas.publish.doneText")}</p>
        </div>
      </div>
    </Sheet>
  );
}
