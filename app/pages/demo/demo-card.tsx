import { useFetcher } from "@remix-run/react";
import { Pause, Play, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import type { action } from "../../routes/demo.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";

export type DemoState = { isPaused: boolean; timeScale: number; canPause: boolean; canEnd: boolean };

const MINUTES_PER_HOUR = 60;

/** What the demo is doing, with its pause and its end; posts to `/demo`. */
export function DemoCard({ isPaused, timeScale, canPause, canEnd }: DemoState) {
  const { t } = useTranslation();
  const format = useFormat();
  const hours = format.number(timeScale / MINUTES_PER_HOUR, { maximumFractionDigits: 1 });
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="font-semibold">{t(isPaused ? "journeys.demo.paused" : "journeys.demo.running")}</p>
        <p className="text-text-2">{t("journeys.demo.speed", { hours })}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {canPause && <PauseButton isPaused={isPaused} />}
        {canEnd && <ClearButton />}
      </div>
    </div>
  );
}

function PauseButton({ isPaused }: { isPaused: boolean }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  return (
    <fetcher.Form method="post" action="/demo">
      <input type="hidden" name="do" value={isPaused ? "resume" : "pause"} />
      <Button type="submit" size="small" icon={isPaused ? Play : Pause} isBusy={fetcher.state !== "idle"}>
        {t(isPaused ? "journeys.demo.resume" : "journeys.demo.pause")}
      </Button>
    </fetcher.Form>
  );
}

function ClearButton() {
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  return (
    <ConfirmDialog
      title={t("journeys.demo.clearTitle")}
      description={t("journeys.demo.clearText")}
      confirmLabel={t("journeys.demo.clear")}
      isDangerous
      onConfirm={() => fetcher.submit({ do: "end" }, { method: "post", action: "/demo" })}
      trigger={
        <Button size="small" icon={Trash2} isBusy={fetcher.state !== "idle"}>
          {t("journeys.demo.clear")}
        </Button>
      }
    />
  );
}
