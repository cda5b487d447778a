import { Form, Link } from "@remix-run/react";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CustomerSummary } from "../../server/customers/timeline.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Card, EmptyState, Page } from "../../ui/page.tsx";
import { CustomerTable } from "./customer-table.tsx";

type CustomerListPageProps = {
  customers: readonly CustomerSummary[];
  next: string | null;
  search: string;
  /** Whether this is a page after the first one. */
  isContinued: boolean;
  now: string;
};

/** Everybody the workspace knows, by last activity. Search and page stand in the URL. */
export function CustomerListPage({ customers, next, search, isContinued, now }: CustomerListPageProps) {
  const { t } = useTranslation();
  const isEmpty = customers.length === 0 && search === "" && !isContinued;
  return (
    <Page title={t("customers.title")}>
      {isEmpty ? (
        <Card>
          <EmptyState
            title={t("customers.empty")}
            action={<LinkButton to="/settings/keys">{t("customers.emptyLink")}</LinkButton>}
          />
        </Card>
      ) : (
        <>
          <Form role="search" className="mb-3 flex max-w-md gap-2">
            <TextInput
              key={search}
              type="search"
              name="q"
              defaultValue={search}
              aria-label={t("customers.search")}
              placeholder={t("customers.search")}
            />
            <Button type="submit" icon={Search}>
              {t("customers.searchSubmit")}
            </Button>
          </Form>
          <Card isFlush>
            {customers.length > 0 ? (
              <CustomerTable customers={customers} now={now} />
            ) : (
              <EmptyState
                title={t("customers.noMatch", { search })}
                action={<LinkButton to="/customers">{t("customers.showAll")}</LinkButton>}
              />
            )}
          </Card>
          {next !== null && (
            <p className="mt-4 text-center">
              <Link
                to={`?${new URLSearchParams({ ...(search === "" ? {} : { q: search }), after: next })}`}
                className="font-medium text-primary hover:text-primary-hover"
              >
                {t("customers.more")}
              </Link>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
