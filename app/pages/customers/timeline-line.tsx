import { Link } from "@remix-run/react";
import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import type { TimelineEntry } from "../../server/customers/timeline.ts";
import { wordsOf } from "./timeline-words.ts";

/** One line of the timeline; a mail can be opened as it was sent. */
export function TimelineLine({ entry, isLast }: { entry: TimelineEntry; isLast: boolean }) {
  const { t } = useTranslation();
  const words = wordsOf(entry, t);
  return (
    <LineFrame at={entry.at} icon={words.icon} tile={words.tile} source={words.source} isLast={isLast}>
      <p className="font-medium">{words.title}</p>
      {words.detail !== "" && <p className="truncate text-small text-text-2">{words.detail}</p>}
      {entry.kind === "message" && entry.channel === "email" && entry.state === "accepted" && (
        <MailLink intentId={entry.intentId} subject={entry.subject} recipient={entry.recipient} />
      )}
    </LineFrame>
  );
}

type LineFrameProps = {
  at: string | undefined;
  icon: LucideIcon;
  tile: string;
  source: string;
  isLast: boolean;
  children: ReactNode;
};

/** Time, tile, words and source in one row, joined to the next row by a hairline. */
export function LineFrame({ at, icon: Icon, tile, source, isLast, children }: LineFrameProps) {
  const format = useFormat();
  return (
    <li className="relative flex gap-3 pb-4 last:pb-1">
      <time
        dateTime={at}
        title={at === undefined ? undefined : format.dateTime(at, "seconds")}
        className="w-12 shrink-0 pt-1 text-right text-small text-text-2 tabular-nums"
      >
        {at !== undefined && format.dateTime(at, "time")}
      </time>
      <span className="relative shrink-0">
        <span className={clsx("flex size-7 items-center justify-center rounded-control", tile)}>
          <Icon size={16} aria-hidden />
        </span>
        {!isLast && <span aria-hidden className="absolute top-8 -bottom-3 left-1/2 w-px bg-border" />}
      </span>
      <div className="min-w-0 flex-1 pt-1">{children}</div>
      {source !== "" && (
        <span className="max-w-48 shrink-0 truncate pt-1 text-small text-text-3 max-md:hidden">{source}</span>
      )}
    </li>
  );
}

function MailLink({ intentId, subject, recipient }: { intentId: number; subject: string; recipient: string }) {
  const { t } = useTranslation();
  return (
    <Link
      to={`/outbox/${intentId}`}
      className="mt-2 flex max-w-2xl items-center gap-3 rounded-control border border-border bg-surface-2 px-3 py-2 hover:bg-hover"
    >
      <span className="flex size-7 shrink-0 items-center justify-center rounded-control border border-border bg-surface">
        <Mail size={14} aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{subject}</span>
        <span className="block truncate text-small text-text-2">{recipient}</span>
      </span>
      <span className="shrink-0 font-medium text-primary">{t("customers.timeline.preview")}</span>
    </Link>
  );
}
