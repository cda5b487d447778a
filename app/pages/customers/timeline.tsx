import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import type { TimelineEntry, UpcomingEntry } from "../../server/customers/timeline.ts";
import { Select } from "../../ui/input.tsx";
import { Card, EmptyState } from "../../ui/page.tsx";
import { daysAgo, groupByDay } from "./timeline-days.ts";
import { TimelineLine } from "./timeline-line.tsx";
import { UpcomingLines } from "./upcoming-lines.tsx";

const kinds = ["all", "event", "step", "message"] as const;

type TimelineProps = {
  entries: readonly TimelineEntry[];
  upcoming: readonly UpcomingEntry[];
  next: string | null;
  kind: string;
  isContinued: boolean;
  now: string;
};

/** What will happen on top, then what happened, by day. Filter and page stand in the URL. */
export function Timeline({ entries, upcoming, next, kind, isContinued, now }: TimelineProps) {
  const { t } = useTranslation();
  const [, setParameters] = useSearchParams();
  const options = kinds.map((value) => ({ value, label: t(`customers.timeline.filter.${value}`) }));
  const hasNext = upcoming.length > 0 && !isContinued;
  return (
    <Card
      title={t("customers.timeline.title")}
      isFlush
      actions={
        <Select
          aria-label={t("customers.timeline.filter.label")}
          value={kind}
          options={options}
          onChange={(change) => setParameters(change.target.value === "all" ? {} : { kind: change.target.value })}
        />
      }
    >
      {hasNext && <UpcomingLines upcoming={upcoming} now={now} />}
      {entries.length === 0 ? (
        <EmptyState title={t("customers.timeline.empty")} />
      ) : (
        <Days entries={entries} now={now} />
      )}
      {next !== null && (
        <p className="border-t border-border px-5 py-3 text-center">
          <Link
            to={`?${new URLSearchParams({ ...(kind === "all" ? {} : { kind }), after: next })}`}
            className="font-medium text-primary hover:text-primary-hover"
          >
            {t("customers.timeline.more")}
          </Link>
        </p>
      )}
    </Card>
  );
}

function Days({ entries, now }: { entries: readonly TimelineEntry[]; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = (day: string, at: string): string => {
    const date = format.dateTime(at, "day");
    const distance = daysAgo(day, now, format.timeZone);
    if (distance === undefined) return date;
    return t(distance === 0 ? "customers.timeline.today" : "customers.timeline.yesterday", { date });
  };
  return groupByDay(entries, format.timeZone).map(({ day, entries: list }) => (
    <section key={day} className="border-t border-border px-5 py-4 first:border-t-0">
      <h3 className="mb-2 text-small font-semibold text-text-2">{nameOf(day, list[0]?.at ?? day)}</h3>
      <ol>
        {list.map((entry, index) => (
          <TimelineLine key={entry.key} entry={entry} isLast={index === list.length - 1} />
        ))}
      </ol>
    </section>
  ));
}
