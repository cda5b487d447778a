import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { LinkButton } from "../../ui/button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { Card, EmptyState } from "../../ui/page.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";

export type LiveJourney = {
  id: number;
  name: string;
  state: string;
  peopleNow: number;
  entered: number;
  goalRate?: number | undefined;
};

/** Below this a rate says nothing (ux.md §7). */
const FEWEST_FOR_RATE = 30;

/** Journeys that let people in or hold them, with the people in them now. */
export function LiveJourneys({ journeys }: { journeys: readonly LiveJourney[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const all = (
    <Link to="/journeys" className="font-[550] text-primary underline-offset-2 hover:underline">
      {t("home.live.all")}
    </Link>
  );
  if (journeys.length === 0) {
    return (
      <Card title={t("home.live.title")}>
        <EmptyState
          title={t("home.live.none")}
          action={<LinkButton to="/journeys">{t("home.live.open")}</LinkButton>}
        />
      </Card>
    );
  }
  return (
    <Card title={t("home.live.title")} actions={all} isFlush>
      <Table label={t("home.live.title")}>
        <TableHead
          columns={[
            { label: t("home.live.journey") },
            { label: t("home.live.state") },
            { label: t("home.live.people"), isNumber: true },
            { label: t("home.live.entered"), isNumber: true, className: "max-sm:hidden" },
            { label: t("home.live.goal"), isNumber: true, className: "max-sm:hidden" },
          ]}
        />
        <tbody>
          {journeys.map(({ id, name, state, peopleNow, entered, goalRate }) => (
            <TableRow key={id}>
              <TableCell>
                <Link to={`/j/${id}`} className="font-[550] underline-offset-2 hover:underline">
                  {name}
                </Link>
              </TableCell>
              <TableCell>
                <Chip tone={state === "live" ? "live" : "warn"}>
                  {t(state === "live" ? "home.live.live" : "home.live.paused")}
                </Chip>
              </TableCell>
              <TableCell isNumber>{format.number(peopleNow)}</TableCell>
              <TableCell isNumber className="max-sm:hidden">
                {format.number(entered)}
              </TableCell>
              <TableCell isNumber className="max-sm:hidden">
                {entered < FEWEST_FOR_RATE || goalRate === undefined ? t("home.live.tooFew") : format.percent(goalRate)}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
