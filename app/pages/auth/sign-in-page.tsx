import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { emailText } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { AuthPage } from "./auth-page.tsx";

const MAX_PASSWORD = 128;

export const signInSchema = z.object({
  email: emailText,
  password: z.string({ error: "common.error.required" }).max(MAX_PASSWORD, { error: "auth.signIn.wrong" }),
});

type SignInPageProps = {
  answer: FormAnswer | undefined;
  demo: { name: string; email: string; password: string } | undefined;
};

export function SignInPage({ answer, demo }: SignInPageProps) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({
    id: "sign-in",
    schema: signInSchema,
    answer,
    ...(demo === undefined ? {} : { defaultValue: { email: demo.email, password: demo.password } }),
  });
  return (
    <AuthPage title={t("auth.signIn.title")} lead={t("auth.signIn.lead")}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        {demo && (
          <p className="rounded-control bg-info-tint px-3 py-2 text-info">
            {t("auth.signIn.demo", { name: demo.name })}
          </p>
        )}
        <FormAlert text={errorOf(form.errors)} />
        <Field label={t("auth.email")} id={fields.email.id} error={errorOf(fields.email.errors)}>
          {(props) => (
            <TextInput
              {...props}
              name={fields.email.name}
              defaultValue={fields.email.initialValue}
              type="email"
              autoComplete="username"
              autoFocus={!demo}
            />
          )}
        </Field>
        <Field label={t("auth.password")} id={fields.password.id} error={errorOf(fields.password.errors)}>
          {(props) => (
            <TextInput
              {...props}
              name={fields.password.name}
              defaultValue={demo?.password}
              type="password"
              autoComplete="current-password"
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          isBusy={navigation.state === "submitting"}
          autoFocus={demo !== undefined}
        >
          {t("auth.signIn.submit")}
        </Button>
      </Form>
    </AuthPage>
  );
}
