import { Form, useNavigation, useSearchParams } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Card, EmptyState, Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { JourneyTable, type JourneyTableRow } from "./journey-table.tsx";

/** Why a name was refused; the words are in `journeys.create.fault`. */
type NameFault = "required" | "invalid";
type JourneyPageProps = {
  rows: readonly JourneyTableRow[];
  now: string;
  canEdit: boolean;
  nameFault?: NameFault | undefined;
};

const filters = ["all", "live", "draft", "paused"] as const;

/** Every journey of the workspace; the filter and the search stand in the URL. */
export function JourneyPage({ rows, now, canEdit, nameFault }: JourneyPageProps) {
  const { t } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const state = parameters.get("state") ?? "all";
  const search = parameters.get("q") ?? "";
  const shown = useMemo(() => rows.filter((row) => matches(row, state, search)), [rows, state, search]);
  const set = (name: string, value: string): void =>
    setParameters(
      (current) => {
        if (value === "" || value === "all") current.delete(name);
        else current.set(name, value);
        return current;
      },
      { replace: true, preventScrollReset: true },
    );
  const create = canEdit ? <NewJourney fault={nameFault} /> : null;
  return (
    <Page title={t("journeys.title")} actions={rows.length > 0 && create}>
      {rows.length === 0 ? (
        <Card>
          <EmptyState title={t("journeys.empty")} action={create} />
        </Card>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
            <Tabs
              label={t("journeys.filter.label")}
              value={state}
              onChange={(value) => set("state", value)}
              items={filters.map((value) => ({ value, label: t(`journeys.filter.${value}`) }))}
            />
            <TextInput
              type="search"
              aria-label={t("journeys.search")}
              placeholder={t("journeys.search")}
              value={search}
              onChange={(change) => set("q", change.target.value)}
              className="max-w-64"
            />
          </div>
          <Card isFlush>
            {shown.length > 0 ? (
              <JourneyTable rows={shown} now={now} />
            ) : (
              <EmptyState
                title={t("journeys.noMatch")}
                action={<Button onClick={() => setParameters({})}>{t("journeys.showAll")}</Button>}
              />
            )}
          </Card>
        </>
      )}
    </Page>
  );
}

function matches(row: JourneyTableRow, state: string, search: string): boolean {
  return (
    (state === "all" || row.state === state) && row.name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase())
  );
}

function NewJourney({ fault }: { fault: NameFault | undefined }) {
  const { t } = useTranslation();
  const isBusy = useNavigation().state !== "idle";
  return (
    <Dialog
      title={t("journeys.create.title")}
      description={t("journeys.create.description")}
      trigger={
        <Button variant="primary" icon={Plus}>
          {t("journeys.new")}
        </Button>
      }
    >
      <Form method="post" className="flex flex-col gap-4">
        <Field
          label={t("journeys.create.name")}
          hint={t("journeys.create.nameHint")}
          error={fault && t(`journeys.create.fault.${fault}`)}
        >
          {(control) => <TextInput {...control} name="name" required maxLength={200} autoComplete="off" />}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {t("journeys.create.submit")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
