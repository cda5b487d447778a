import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CustomerProfile, TimelineEntry, UpcomingEntry } from "../../server/customers/timeline.ts";
import { AddToJourney, type OpenJourney } from "./add-to-journey.tsx";
import { displayName } from "./customer-table.tsx";
import { PersonMark } from "./person-mark.tsx";
import { PlaceCards } from "./place-card.tsx";
import { IdentityCard, ProfileCard } from "./profile-card.tsx";
import { Timeline } from "./timeline.tsx";

export type CustomerPageProps = {
  customer: CustomerProfile;
  entries: readonly TimelineEntry[];
  upcoming: readonly UpcomingEntry[];
  next: string | null;
  kind: string;
  isContinued: boolean;
  now: string;
  /** Journeys that people can be added to by hand; undefined for those who may not. */
  openJourneys: readonly OpenJourney[] | null;
};

/** One person: what happened and will happen on the left, where and who they are on the right. */
export function CustomerPage({ customer, openJourneys, ...timeline }: CustomerPageProps) {
  const { t } = useTranslation();
  const name = displayName(customer);
  const details = [customer.email, customer.attributes["company"], customer.attributes["city"]].filter(
    (part) => typeof part === "string" && part !== name,
  );
  return (
    <div className="mx-auto w-full max-w-[1680px] px-4 pt-5 pb-10 md:px-8">
      <nav aria-label={t("customers.title")} className="mb-3 flex items-center gap-1.5 text-text-2">
        <Link to="/customers" className="hover:text-text">
          {t("customers.title")}
        </Link>
        <ChevronRight size={14} aria-hidden />
        <span className="truncate">{name ?? t("customers.anonymous")}</span>
      </nav>
      <header className="mb-4 flex flex-wrap items-center gap-4">
        <PersonMark id={customer.id} name={name} size="large" />
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-page font-semibold">{name ?? t("customers.anonymous")}</h1>
          <p className="text-text-2">{details.join(", ")}</p>
        </div>
        {openJourneys && <AddToJourney name={name ?? t("customers.anonymous")} journeys={openJourneys} />}
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_384px]">
        <Timeline {...timeline} />
        <div className="flex flex-col gap-4">
          <PlaceCards places={customer.places} />
          <ProfileCard attributes={customer.attributes} />
          <IdentityCard identities={customer.identities} />
        </div>
      </div>
    </div>
  );
}
