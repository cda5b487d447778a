import { Link, useLocation } from "@remix-run/react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { stepName } from "../../canvas/step-text.ts";
import { useFormat } from "../../i18n/use-format.ts";
import type { OutboxRow } from "../../server/outbox/outbox-row.ts";
import { Chip } from "../../ui/chip.tsx";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { stateTone } from "./outbox-view.ts";

/** Messages, newest first. The subject opens the message beside the list. */
export function OutboxTable({ rows, now }: { rows: readonly OutboxRow[]; now: string }) {
  const { t } = useTranslation();
  const columns = [
    { label: t("outbox.table.when") },
    { label: t("outbox.table.recipient"), className: "max-md:hidden" },
    { label: t("outbox.table.subject") },
    { label: t("outbox.table.journey"), className: "max-lg:hidden" },
    { label: t("outbox.table.state") },
  ];
  return (
    <Table label={t("outbox.table.label")}>
      <TableHead columns={columns} />
      <tbody>
        {rows.map((row) => (
          <OutboxTableRow key={row.id} row={row} now={now} />
        ))}
      </tbody>
    </Table>
  );
}

function OutboxTableRow({ row, now }: { row: OutboxRow; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  return (
    <TableRow className="hover:bg-hover">
      <TableCell className="whitespace-nowrap text-text-2">
        <time dateTime={row.at.toISOString()} title={format.dateTime(row.at, "seconds")}>
          {format.relative(row.at, now)}
        </time>
      </TableCell>
      <TableCell className="max-w-72 truncate max-md:hidden">
        <Link to={`/customers/${row.customer.id}`} className="hover:text-primary">
          {row.recipient || row.customer.name || row.customer.userId}
        </Link>
      </TableCell>
      <TableCell className="max-w-96 truncate">
        <Link to={`/outbox/${row.id}${search}`} className="font-semibold hover:text-primary" preventScrollReset>
          {messageTitle(row, t)}
        </Link>
        {row.reason && <span className="block truncate text-small text-text-2">{reasonText(row, t)}</span>}
      </TableCell>
      <TableCell className="max-w-72 truncate text-text-2 max-lg:hidden">
        {row.journey.name}
        {row.step && `, ${stepName(row.step, t)}`}
      </TableCell>
      <TableCell>
        <Chip tone={stateTone[row.state]}>{t(`outbox.state.${row.state}`)}</Chip>
      </TableCell>
    </TableRow>
  );
}

/** The subject, or for what has none yet (planned, webhook) the name of its step. */
export function messageTitle(row: OutboxRow, t: TFunction): string {
  if (row.subject !== "") return row.subject;
  return row.step ? stepName(row.step, t) : t(`outbox.kind.${row.kind}`);
}

export function reasonText({ reason }: Pick<OutboxRow, "reason">, t: TFunction): string | undefined {
  return reason && t(`outbox.reasons.${reason.code}`, { detail: reason.detail, defaultValue: reason.code });
}
