import { useFetcher } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button } from "../../ui/button.tsx";
import { CopyText } from "../../ui/copy-text.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/input.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { requiredText } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";

const kinds = ["write", "api"] as const;
export const createKeySchema = z.object({
  kind: z.enum(kinds, { error: "common.error.required" }),
  name: requiredText(80),
});
type CreateKeyAnswer = FormAnswer & { key?: string | undefined; name?: string | undefined };

/** Asks what the key is for, then shows it once. */
export function CreateKeyDialog({ trigger }: { trigger: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [round, setRound] = useState(0);
  const onOpenChange = (next: boolean): void => {
    setOpen(next);
    if (next) setRound(round + 1);
  };
  return (
    <Dialog title={t("settings.keys.createTitle")} trigger={trigger} isOpen={isOpen} onOpenChange={onOpenChange}>
      <CreateKeyForm key={round} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function CreateKeyForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<CreateKeyAnswer>();
  const { form, fields, errorOf } = useAnsweredForm({
    id: "create-key",
    schema: createKeySchema,
    answer: fetcher.data,
  });
  const { key, name } = fetcher.data ?? {};
  if (key !== undefined && name !== undefined) {
    return (
      <div className="flex flex-col gap-2" role="status">
        <p className="font-semibold">{t("settings.keys.createdTitle", { name })}</p>
        <CopyText value={key} label={t("settings.keys.keyLabel")} />
        <p className="text-small text-text-2">{t("settings.keys.createdText")}</p>
        <div className="mt-2 flex justify-end">
          <Button variant="primary" onClick={onDone}>
            {t("settings.keys.done")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <fetcher.Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="do" value="create" />
      <FormAlert text={errorOf(form.errors)} />
      <Field label={t("settings.keys.kind")} id={fields.kind.id} error={errorOf(fields.kind.errors)}>
        {(props) => (
          <Select
            {...props}
            name={fields.kind.name}
            options={kinds.map((kind) => ({ value: kind, label: t(`settings.keys.kindHints.${kind}`) }))}
          />
        )}
      </Field>
      <Field
        label={t("settings.keys.name")}
        id={fields.name.id}
        hint={t("settings.keys.nameHint")}
        error={errorOf(fields.name.errors)}
      >
        {(props) => <TextInput {...props} name={fields.name.name} autoComplete="off" />}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={fetcher.state !== "idle"}>
          {t("settings.keys.submit")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
