import { Form, Link, Outlet, useSearchParams } from "@remix-run/react";
import { Info, Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { OutboxRow } from "../../server/outbox/outbox-row.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Card, EmptyState, Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { OutboxTable } from "./outbox-table.tsx";
import { messageStates } from "./outbox-view.ts";

type OutboxPageProps = {
  rows: readonly OutboxRow[];
  next: string | undefined;
  state: string;
  search: string;
  isContinued: boolean;
  now: string;
  /** Where messages stay when the default channel is the sandbox. */
  notice: "demo" | "sandbox" | undefined;
};

/** Everything sent or about to be sent; filter, search and page stand in the URL, one message opens beside the list. */
export function OutboxPage({ rows, next, state, search, isContinued, now, notice }: OutboxPageProps) {
  const { t } = useTranslation();
  const [, setParameters] = useSearchParams();
  const query = { ...(state === "all" ? {} : { state }), ...(search === "" ? {} : { q: search }) };
  const isFiltered = state !== "all" || search !== "" || isContinued;
  const filters = ["all", ...messageStates].map((value) => ({ value, label: t(`outbox.state.${value}`) }));
  return (
    <Page title={t("outbox.title")} lead={t("outbox.lead")}>
      {notice && (
        <p className="mb-4 flex items-center gap-2 rounded-control bg-info-tint px-3 py-2 text-info">
          <Info size={16} aria-hidden className="shrink-0" />
          {t(`outbox.${notice}Banner`)}
        </p>
      )}
      {rows.length === 0 && !isFiltered ? (
        <Card>
          <EmptyState title={t("outbox.empty")} />
        </Card>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
            <Tabs
              label={t("outbox.filter.label")}
              value={state}
              items={filters}
              onChange={(value) =>
                setParameters({ ...(value === "all" ? {} : { state: value }), ...(search === "" ? {} : { q: search }) })
              }
              className="overflow-x-auto"
            />
            <Form role="search" className="flex gap-2">
              {state !== "all" && <input type="hidden" name="state" value={state} />}
              <TextInput
                key={search}
                type="search"
                name="q"
                defaultValue={search}
                aria-label={t("outbox.search")}
                placeholder={t("outbox.search")}
              />
              <Button type="submit" icon={Search} aria-label={t("outbox.search")} />
            </Form>
          </div>
          <Card isFlush>
            {rows.length > 0 ? (
              <OutboxTable rows={rows} now={now} />
            ) : (
              <EmptyState
                title={t("outbox.noMatch")}
                action={<LinkButton to="/outbox">{t("outbox.showAll")}</LinkButton>}
              />
            )}
          </Card>
          {next !== undefined && (
            <p className="mt-4 text-center">
              <Link
                to={`?${new URLSearchParams({ ...query, after: next })}`}
                className="font-medium text-primary hover:text-primary-hover"
              >
                {t("outbox.more")}
              </Link>
            </p>
          )}
        </>
      )}
      <Outlet />
    </Page>
  );
}
