import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { BrowserTimeZone } from "../shell/browser-time-zone.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { requiredText, timeZoneChoice } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { AuthPage } from "./auth-page.tsx";

export const newWorkspaceSchema = z.object({ name: requiredText(80), timeZone: timeZoneChoice });

export function NewWorkspacePage({ answer, hasOther }: { answer: FormAnswer | undefined; hasOther: boolean }) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({ id: "new-workspace", schema: newWorkspaceSchema, answer });
  return (
    <AuthPage title={t("auth.workspace.title")} lead={t("auth.workspace.lead")}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormAlert text={errorOf(form.errors)} />
        <Field label={t("auth.workspace.name")} id={fields.name.id} error={errorOf(fields.name.errors)}>
          {(props) => (
            <TextInput
              {...props}
              name={fields.name.name}
              defaultValue={fields.name.initialValue}
              autoComplete="organization"
              autoFocus
            />
          )}
        </Field>
        <BrowserTimeZone name={fields.timeZone.name} />
        <div className="flex flex-wrap justify-end gap-2">
          {hasOther && <LinkButton to="/">{t("common.action.cancel")}</LinkButton>}
          <Button type="submit" variant="primary" isBusy={navigation.state === "submitting"}>
            {t("auth.workspace.submit")}
          </Button>
        </div>
      </Form>
    </AuthPage>
  );
}
