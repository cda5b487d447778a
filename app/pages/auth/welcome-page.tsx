import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { BrowserTimeZone } from "../shell/browser-time-zone.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { emailText, newPassword, requiredText, timeZoneChoice } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { AccountFields } from "./account-fields.tsx";
import { AuthPage } from "./auth-page.tsx";

export const welcomeSchema = z.object({
  name: requiredText(80),
  email: emailText,
  password: newPassword,
  workspaceName: requiredText(80),
  timeZone: timeZoneChoice,
});

export function WelcomePage({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({ id: "welcome", schema: welcomeSchema, answer });
  const email = (
    <Field label={t("auth.email")} id={fields.email.id} error={errorOf(fields.email.errors)}>
      {(props) => (
        <TextInput
          {...props}
          name={fields.email.name}
          defaultValue={fields.email.initialValue}
          type="email"
          autoComplete="username"
        />
      )}
    </Field>
  );
  return (
    <AuthPage title={t("auth.welcome.title")} lead={t("auth.welcome.lead")}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormAlert text={errorOf(form.errors)} />
        <AccountFields name={fields.name} password={fields.password} email={email} errorOf={errorOf} />
        <Field
          label={t("auth.welcome.workspace")}
          id={fields.workspaceName.id}
          hint={t("auth.welcome.workspaceHint")}
          error={errorOf(fields.workspaceName.errors)}
        >
          {(props) => (
            <TextInput
              {...props}
              name={fields.workspaceName.name}
              defaultValue={fields.workspaceName.initialValue}
              autoComplete="organization"
            />
          )}
        </Field>
        <BrowserTimeZone name={fields.timeZone.name} />
        <Button type="submit" variant="primary" isBusy={navigation.state === "submitting"}>
          {t("auth.welcome.submit")}
        </Button>
      </Form>
    </AuthPage>
  );
}
