import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import { Chip, type ChipTone } from "../../ui/chip.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { PathPreview, type PreviewGraph } from "./path-preview.tsx";

export type JourneyTableRow = {
  id: number;
  name: string;
  state: "draft" | "live" | "paused" | "archived";
  version: number | undefined;
  onTheirWay: number;
  entered: number;
  /** People who reached a goal; undefined when the journey has none. */
  reachedGoal: number | undefined;
  ownerName: string | undefined;
  changedAt: string;
  preview: PreviewGraph;
};

const stateTone: Record<JourneyTableRow["state"], ChipTone> = {
  draft: "neutral",
  live: "live",
  paused: "warn",
  archived: "neutral",
};
/** Below this many people a rate says nothing (ux.md §7). */
const FEWEST_FOR_A_RATE = 30;

/** All journeys with their shape, people and state. Each name leads to its canvas. */
export function JourneyTable({ rows, now }: { rows: readonly JourneyTableRow[]; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = [
    { label: t("journeys.table.name") },
    { label: t("journeys.table.path"), className: "max-lg:hidden" },
    { label: t("journeys.table.people"), isNumber: true },
    { label: t("journeys.table.entered"), isNumber: true, className: "max-md:hidden" },
    { label: t("journeys.table.goal"), isNumber: true, className: "max-md:hidden" },
    { label: t("journeys.table.state") },
    { label: t("journeys.table.owner"), className: "max-lg:hidden" },
    { label: t("journeys.table.changed"), className: "max-lg:hidden" },
  ];
  return (
    <Table label={t("journeys.table.label")}>
      <TableHead columns={columns} />
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id} className="hover:bg-hover">
            <TableCell>
              <Link to={`/j/${row.id}`} className="font-semibold text-text hover:text-primary">
                {row.name}
              </Link>
            </TableCell>
            <TableCell className="max-lg:hidden">
              <PathPreview {...row.preview} />
            </TableCell>
            <TableCell isNumber className="font-semibold">
              {format.number(row.onTheirWay)}
            </TableCell>
            <TableCell isNumber className="max-md:hidden">
              {format.number(row.entered)}
            </TableCell>
            <TableCell isNumber className="max-md:hidden">
              <GoalFigure entered={row.entered} reachedGoal={row.reachedGoal} />
            </TableCell>
            <TableCell>
              <Chip tone={stateTone[row.state]}>{t(`journeys.state.${row.state}`, { version: row.version })}</Chip>
            </TableCell>
            <TableCell className="text-text-2 max-lg:hidden">{row.ownerName ?? t("journeys.unknownOwner")}</TableCell>
            <TableCell className="whitespace-nowrap text-text-2 max-lg:hidden">
              {format.relative(row.changedAt, now)}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function GoalFigure({ entered, reachedGoal }: { entered: number; reachedGoal: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (reachedGoal === undefined) return <span className="text-text-3">{t("journeys.noGoal")}</span>;
  if (entered < FEWEST_FOR_A_RATE) return <>{format.number(reachedGoal)}</>;
  return (
    <>
      {format.number(reachedGoal)} <span className="text-text-3">{format.percent(reachedGoal / entered)}</span>
    </>
  );
}
