import { useFetcher } from "@remix-run/react";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";

export type OpenJourney = { id: number; name: string };
export type AddedToJourney = { journey: string; hasEntered: boolean };

/** Lets one person into a journey that has a step for it. */
export function AddToJourney({ name, journeys }: { name: string; journeys: readonly OpenJourney[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const fetcher = useFetcher<AddedToJourney>();
  useEffect(() => {
    if (fetcher.state !== "idle" || !fetcher.data) return;
    const { journey, hasEntered } = fetcher.data;
    setOpen(false);
    if (hasEntered) toast(t("customers.add.done", { journey }));
    else toast.warning(t("customers.add.notEntered", { journey }));
  }, [fetcher.state, fetcher.data, t]);
  return (
    <Dialog
      title={t("customers.add.title", { name })}
      description={journeys.length === 0 ? t("customers.add.none") : t("customers.add.description")}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<Button icon={Plus}>{t("customers.add.action")}</Button>}
    >
      {journeys.length > 0 && (
        <fetcher.Form method="post" className="flex flex-col gap-4">
          <Field label={t("customers.add.journey")}>
            {(control) => (
              <Select
                {...control}
                name="journeyId"
                options={journeys.map(({ id, name: label }) => ({ value: String(id), label }))}
              />
            )}
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" isBusy={fetcher.state !== "idle"}>
              {t("customers.add.submit")}
            </Button>
          </div>
        </fetcher.Form>
      )}
    </Dialog>
  );
}
