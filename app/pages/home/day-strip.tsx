import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { Figure } from "../../ui/figure.tsx";

type DayFigures = { newPeople: number; entered: number; reachedGoal: number; messagesSent: number };
export type DayStripProps = { day: { now: DayFigures; before: DayFigures } };

const figures = ["newPeople", "entered", "reachedGoal", "messagesSent"] as const;

/** The last 24 hours beside the 24 before, in words and with a sign. */
export function DayStrip({ day }: DayStripProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-labelledby="day-title" className="rounded-panel bg-surface shadow-1">
      <h2 id="day-title" className="px-5 pt-4 text-title font-semibold">
        {t("home.day.title")}
      </h2>
      <div className="grid grid-cols-2 gap-y-4 py-3 lg:grid-cols-4">
        {figures.map((name, index) => (
          <Figure
            key={name}
            className={clsx(
              "px-5",
              index > 0 && "lg:border-l lg:border-border",
              index % 2 === 1 && "border-l border-border",
            )}
            label={t(`home.day.${name}`)}
            value={format.number(day.now[name])}
            hint={<Change now={day.now[name]} before={day.before[name]} />}
          />
        ))}
      </div>
    </section>
  );
}

function Change({ now, before }: { now: number; before: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const difference = now - before;
  if (difference === 0) return <>{t("home.day.same")}</>;
  return <>{t(difference > 0 ? "home.day.more" : "home.day.fewer", { count: format.number(Math.abs(difference)) })}</>;
}
