import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/use-format.ts";
import { useCanvas } from "./canvas-context.ts";
import { wholeJourney } from "./canvas-view.ts";
import { useNow } from "./use-now.ts";
import { useValueStore } from "./use-value-store.ts";

const oldAfterMs = 20_000;

/** How many people are on their way; lists them on a press. Says the age of the number when the stream is cut. */
export function OnTheirWay({ peoplePerDot }: { peoplePerDot: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live, view } = useCanvas();
  const { metrics, isStale } = useValueStore(live, (reading) => reading);
  const now = useNow(isStale ? 5_000 : undefined);
  const isOld = isStale && metrics !== undefined && now - Date.parse(metrics.asOf) > oldAfterMs;
  const open = (): void => view.update((current) => ({ ...current, inspected: wholeJourney, tab: "people" }));
  return (
    <div className="absolute bottom-4 left-4 z-[7] flex items-center gap-2">
      <button
        type="button"
        onClick={open}
        className="float-bar gap-2.5 px-3 text-text-2 hover:bg-hover"
        data-figure="on-their-way"
      >
        <span className="pulse-dot text-live" aria-hidden />
        <span className="whitespace-nowrap">
          <b className="font-semibold text-text tabular-nums">
            {metrics ? format.number(metrics.onTheirWay) : t("common.none")}
          </b>{" "}
          {t("canvas.live.onTheirWay", { count: metrics?.onTheirWay ?? 0 })}
        </span>
      </button>
      {peoplePerDot > 1 && (
        <span className="text-small text-text-2 max-xl:hidden">{t("canvas.live.perDot", { count: peoplePerDot })}</span>
      )}
      {isOld && (
        <span role="status" className="rounded-chip bg-warn-tint px-2 text-small leading-[22px] font-medium text-warn">
          {t("canvas.live.age", { age: format.relative(metrics.asOf, new Date(now)) })}
        </span>
      )}
    </div>
  );
}
