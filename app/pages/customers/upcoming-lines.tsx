import { Hourglass, Mail, Webhook } from "lucide-react";
import { useTranslation } from "react-i18next";
import { editorOf } from "../../canvas/node-editors.ts";
import { useFormat } from "../../i18n/use-format.ts";
import type { UpcomingEntry } from "../../server/customers/timeline.ts";
import { nameOfStep, tileOfType } from "./step-words.ts";
import { LineFrame } from "./timeline-line.tsx";

/** What will happen next, the soonest first. */
export function UpcomingLines({ upcoming, now }: { upcoming: readonly UpcomingEntry[]; now: string }) {
  const { t } = useTranslation();
  return (
    <section className="border-b border-border px-5 pt-3 pb-4">
      <h3 className="mb-2 text-small font-semibold text-text-2">{t("customers.timeline.next")}</h3>
      <ol>
        {upcoming.map((entry, index) => (
          <UpcomingLine key={entry.key} entry={entry} now={now} isLast={index === upcoming.length - 1} />
        ))}
      </ol>
    </section>
  );
}

function UpcomingLine({ entry, now, isLast }: { entry: UpcomingEntry; now: string; isLast: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const type = entry.step?.type ?? "";
  const step = nameOfStep(entry.step, t);
  if (entry.kind === "message") {
    return (
      <LineFrame
        at={entry.plannedFor}
        icon={entry.channel === "email" ? Mail : Webhook}
        tile={tileOfType(type)}
        source={entry.journey.name}
        isLast={isLast}
      >
        <p className="font-medium">{t(`customers.timeline.${entry.channel}.planned`)}</p>
        <p className="text-small text-text-2">{step}</p>
      </LineFrame>
    );
  }
  const details = [
    ...entry.eventNames,
    ...(entry.until === undefined
      ? []
      : [t("customers.timeline.atLatest", { time: format.relative(entry.until, now) })]),
  ];
  return (
    <LineFrame
      at={entry.until}
      icon={editorOf(type)?.icon ?? Hourglass}
      tile={tileOfType(type)}
      source={entry.journey.name}
      isLast={isLast}
    >
      <p className="font-medium">{t(`customers.timeline.wait.${entry.waitsFor}`, { step })}</p>
      <p className="text-small text-text-2">{details.join(", ")}</p>
    </LineFrame>
  );
}
