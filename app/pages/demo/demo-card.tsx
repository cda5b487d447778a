import { useFetcher } from "@remix-run/react";
import { Pause, Play, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";

export type DemoState = { isPaused: boolean; timeScale: number; canPause: boolean; canEnd: boolean };

const MINUTES_PER_HOUR = 60;

/** What the demo is doing, with its pause and its end; posts to `/demo`. */
export function DemoCard({ isPaused, timeScale, canPause, canEnd }: DemoState) {
  const { t } = useTranslation();
  const format = useFormat();
  const pause = useFetcher();
  const end = useFetcher();
  const hours = format.number(timeScale / MINUTES_PER_HOUR, { maximumFractionDigits: 1 });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip tone={isPaused ? "warn" : "info"}>{t("journeys.demo.label")}</Chip>
      <span className="text-small text-text-2">
        {isPaused ? t("journeys.demo.paused") : t("journeys.demo.running", { hours })}
      </span>
      {canPause && (
        <pause.Form method="post" action="/demo" className="ml-auto">
          <input type="hidden" name="do" value={isPaused ? "resume" : "pause"} />
          <Button type="submit" size="small" icon={isPaused ? Play : Pause} isBusy={pause.state !== "idle"}>
            {t(isPaused ? "journeys.demo.resume" : "journeys.demo.pause")}
          </Button>
        </pause.Form>
      )}
      {canEnd && (
        <ConfirmDialog
          title={t("journeys.demo.clearTitle")}
          description={t("journeys.demo.clearText")}
          confirmLabel={t("journeys.demo.clear")}
          isDangerous
          onConfirm={() => end.submit({ do: "end" }, { method: "post", action: "/demo" })}
          trigger={
            <Button size="small" icon={Trash2} isBusy={end.state !== "idle"}>
              {t("journeys.demo.clear")}
            </Button>
          }
        />
      )}
    </div>
  );
}
