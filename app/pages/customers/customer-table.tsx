import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/use-format.ts";
import type { CustomerSummary } from "../../server/customers/timeline.ts";
import { Table, TableCell, TableHead, TableRow } from "../../ui/table.tsx";
import { PersonMark } from "./person-mark.tsx";

/** People by last activity; each name leads to the timeline. */
export function CustomerTable({ customers, now }: { customers: readonly CustomerSummary[]; now: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = [
    { label: t("customers.table.name") },
    { label: t("customers.table.email"), className: "max-md:hidden" },
    { label: t("customers.table.id"), className: "max-lg:hidden" },
    { label: t("customers.table.firstSeen"), className: "max-lg:hidden" },
    { label: t("customers.table.lastSeen") },
  ];
  return (
    <Table label={t("customers.table.label")}>
      <TableHead columns={columns} />
      <tbody>
        {customers.map((customer) => (
          <TableRow key={customer.id} className="hover:bg-hover">
            <TableCell>
              <Link
                to={`/customers/${customer.id}`}
                className="flex items-center gap-2.5 font-semibold hover:text-primary"
              >
                <PersonMark id={customer.id} name={displayName(customer)} size="small" />
                {displayName(customer) ?? t("customers.anonymous")}
              </Link>
            </TableCell>
            <TableCell className="text-text-2 max-md:hidden">{customer.email}</TableCell>
            <TableCell className="font-mono text-small text-text-2 max-lg:hidden">{customer.userId}</TableCell>
            <TableCell className="whitespace-nowrap text-text-2 max-lg:hidden">
              {format.dateTime(customer.firstSeenAt)}
            </TableCell>
            <TableCell className="whitespace-nowrap text-text-2">{format.relative(customer.lastSeenAt, now)}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

/** What we call somebody: their name, else their address, else their id; undefined for an anonymous visitor. */
export function displayName({
  name,
  email,
  userId,
}: Pick<CustomerSummary, "name" | "email" | "userId">): string | undefined {
  return name ?? email ?? userId;
}
