import { Link } from "@remix-run/react";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import type { CustomerPlace } from "../../server/customers/timeline.ts";
import { Chip } from "../../ui/chip.tsx";
import { Card } from "../../ui/page.tsx";
import { nameOfStep } from "./step-words.ts";

const MOST_STEPS = 8;

/** Where somebody is now: the steps so far, the present one last and marked. */
export function PlaceCards({ places }: { places: readonly CustomerPlace[] }) {
  const { t } = useTranslation();
  if (places.length === 0) {
    return (
      <Card title={t("customers.now.title")}>
        <p className="text-text-2">{t("customers.now.none")}</p>
      </Card>
    );
  }
  return places.map((place) => <PlaceCard key={place.runId} place={place} />);
}

function PlaceCard({ place }: { place: CustomerPlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  // A loop passes the same step again, so its distance from now is part of its identity.
  const path = place.path.slice(-MOST_STEPS).map((step, index, all) => ({ step, stepsAgo: all.length - 1 - index }));
  return (
    <Card
      title={t("customers.now.title")}
      actions={
        <Link
          to={`/j/${place.journey.id}?node=${encodeURIComponent(place.step.id)}`}
          className="font-medium text-primary hover:text-primary-hover"
        >
          {t("customers.now.showOnCanvas")}
        </Link>
      }
      lead={`${place.journey.name}, ${t("customers.now.version", { version: place.journey.version })}`}
    >
      {place.standing === "held" && (
        <Chip tone="bad" className="mb-3">
          {t("customers.now.held")}
        </Chip>
      )}
      <ol>
        {path.map(({ step, stepsAgo }) => {
          const isNow = stepsAgo === 0;
          return (
            <li key={`${step.id}-${stepsAgo}`} className="relative flex gap-3 pb-3 last:pb-0">
              <span
                aria-hidden
                className={clsx(
                  "relative mt-1.5 size-2.5 shrink-0 rounded-full bg-primary",
                  isNow && "outline-4 outline-primary-tint",
                )}
              />
              {!isNow && <span aria-hidden className="absolute top-4 bottom-[-6px] left-[4.5px] w-px bg-border" />}
              <span
                className={clsx("min-w-0 flex-1", isNow ? "font-semibold" : "text-text-2")}
                aria-current={isNow ? "step" : undefined}
              >
                {nameOfStep(step, t)}
              </span>
              {isNow && (
                <span className="shrink-0 text-small text-text-2">
                  {t("customers.now.since", { time: format.dateTime(place.since, "time") })}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {place.until !== undefined && (
        <p className="mt-2 text-small text-text-2">
          {t("customers.now.until", { time: format.dateTime(place.until) })}
        </p>
      )}
    </Card>
  );
}
