import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { languages } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/input.tsx";
import { Card } from "../../ui/page.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { languageChoice, requiredText, timeZoneChoice } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { ReadOnlyNote } from "./read-only-note.tsx";

export const workspaceSchema = z.object({ name: requiredText(80), language: languageChoice, timeZone: timeZoneChoice });

type WorkspacePageProps = {
  answer: FormAnswer | undefined;
  workspace: { name: string; language: string; timeZone: string };
  timeZones: readonly string[];
  canManage: boolean;
};

/** Name, language and time zone of the workspace. */
export function WorkspacePage({ answer, workspace, timeZones, canManage }: WorkspacePageProps) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({
    id: "workspace",
    schema: workspaceSchema,
    answer,
    defaultValue: workspace,
  });
  const zoneOptions = [...new Set([workspace.timeZone, ...timeZones])]
    .toSorted()
    .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <Card title={t("settings.workspace.title")}>
      {!canManage && <ReadOnlyNote />}
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
        <fieldset disabled={!canManage} className="flex max-w-md flex-col gap-4">
          <FormAlert text={errorOf(form.errors)} />
          <Field label={t("settings.workspace.name")} id={fields.name.id} error={errorOf(fields.name.errors)}>
            {(props) => (
              <TextInput
                {...props}
                name={fields.name.name}
                defaultValue={workspace.name}
                key={workspace.name}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label={t("settings.workspace.language")}
            id={fields.language.id}
            hint={t("settings.workspace.languageHint")}
            error={errorOf(fields.language.errors)}
          >
            {(props) => (
              <Select
                {...props}
                name={fields.language.name}
                defaultValue={workspace.language}
                options={languages.map((language) => ({ value: language, label: t(`common.language.${language}`) }))}
              />
            )}
          </Field>
          <Field
            label={t("settings.workspace.timeZone")}
            id={fields.timeZone.id}
            hint={t("settings.workspace.timeZoneHint")}
            error={errorOf(fields.timeZone.errors)}
          >
            {(props) => (
              <Select {...props} name={fields.timeZone.name} defaultValue={workspace.timeZone} options={zoneOptions} />
            )}
          </Field>
          {canManage && (
            <div>
              <Button type="submit" variant="primary" isBusy={navigation.state === "submitting"}>
                {t("common.action.save")}
              </Button>
            </div>
          )}
        </fieldset>
      </Form>
    </Card>
  );
}
