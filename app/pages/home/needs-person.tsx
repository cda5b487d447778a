import { CircleAlert, CircleHelp, type LucideIcon, MailX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/page.tsx";

type Held = { journeyId: number; journeyName: string; code: string; people: number; lastAt: string };
type Failed = {
  journeyId: number;
  journeyName: string;
  state: string;
  reason: string | null;
  messages: number;
  lastAt: string;
};
export type NeedsPersonProps = { held: readonly Held[]; failed: readonly Failed[]; now: string };

type Item = {
  key: string;
  icon: LucideIcon;
  tone: string;
  title: string;
  cause: string;
  journeyName: string;
  lastAt: string;
  to: string;
};

/** Held people and messages that did not go out, grouped by cause. */
export function NeedsPerson({ held, failed, now }: NeedsPersonProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const items = useItems({ held, failed });
  if (items.length === 0) {
    return (
      <Card title={t("home.needs.title")}>
        <EmptyState title={t("home.needs.none")} />
      </Card>
    );
  }
  return (
    <Card title={t("home.needs.title")} isFlush>
      <ul className="mt-2 divide-y divide-border">
        {items.map(({ key, icon: Icon, tone, title, cause, journeyName, lastAt, to }) => (
          <li key={key} className="grid grid-cols-[32px_minmax(0,1fr)_auto] items-center gap-3 px-5 py-2.5">
            <span className={`grid size-8 place-items-center rounded-[9px] ${tone}`}>
              <Icon size={18} strokeWidth={1.75} aria-hidden />
            </span>
            <span className="min-w-0">
              <span className="block leading-[18px] font-[550]">{title}</span>
              <span className="block text-small text-text-2">{cause}</span>
              <span className="block truncate text-small text-text-3">
                {journeyName}, {format.relative(lastAt, now)}
              </span>
            </span>
            <LinkButton to={to} size="small">
              {t("home.needs.review")}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function useItems({ held, failed }: Pick<NeedsPersonProps, "held" | "failed">): Item[] {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const causeOf = (key: string, code: string): string =>
    i18n.exists(key) ? t(key) : t("home.needs.otherCause", { code });
  const heldItems = held.map((group) => ({
    key: `held ${group.journeyId} ${group.code}`,
    icon: CircleAlert,
    tone: "bg-bad-tint text-bad",
    title: t("home.needs.held", { count: group.people, formatted: format.number(group.people) }),
    cause: causeOf(`problems.${group.code}`, group.code),
    journeyName: group.journeyName,
    lastAt: group.lastAt,
    to: `/j/${group.journeyId}`,
  }));
  const failedItems = failed.map((group) => ({
    key: `${group.state} ${group.journeyId} ${group.reason}`,
    icon: group.state === "unknown" ? CircleHelp : MailX,
    tone: "bg-warn-tint text-warn",
    title: t(`home.needs.${group.state}`, { count: group.messages, formatted: format.number(group.messages) }),
    cause: causeOf(`outbox.reasons.${group.reason}`, group.reason ?? group.state),
    journeyName: group.journeyName,
    lastAt: group.lastAt,
    to: `/outbox?state=${group.state}`,
  }));
  return [...heldItems, ...failedItems].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
}
