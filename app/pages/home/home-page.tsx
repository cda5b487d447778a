import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Card, EmptyState, Page } from "../../ui/page.tsx";
import { DayStrip, type DayStripProps } from "./day-strip.tsx";
import { type LiveJourney, LiveJourneys } from "./live-journeys.tsx";
import { NeedsPerson, type NeedsPersonProps } from "./needs-person.tsx";

export type HomePageProps = DayStripProps &
  NeedsPersonProps & { hasJourneys: boolean; running: readonly LiveJourney[]; peopleNow: number };

/** Three answers: what is live, what needs a person, what changed since yesterday. */
export function HomePage({ hasJourneys, running, peopleNow, held, failed, day, now }: HomePageProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const lead =
    peopleNow === 0 ? t("home.nobody") : t("home.peopleNow", { count: peopleNow, formatted: format.number(peopleNow) });
  if (!hasJourneys) {
    return (
      <Page title={t("home.title")}>
        <Card>
          <EmptyState
            title={t("home.empty")}
            action={
              <LinkButton variant="primary" to="/journeys">
                {t("home.create")}
              </LinkButton>
            }
            link={
              <Link to="/settings/keys" className="text-primary underline-offset-2 hover:underline">
                {t("home.apiKeys")}
              </Link>
            }
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page title={t("home.title")} lead={lead}>
      <DayStrip day={day} />
      <div className="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_408px]">
        <LiveJourneys journeys={running} />
        <NeedsPerson held={held} failed={failed} now={now} />
      </div>
    </Page>
  );
}
