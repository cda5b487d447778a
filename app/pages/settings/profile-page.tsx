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
import { languageChoice, newPassword, requiredText } from "../shell/form-schemas.ts";
import { themes } from "../shell/theme.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";

const text = z.string({ error: "common.error.required" });
export const profileSchema = z.object({
  name: requiredText(80),
  language: languageChoice,
  theme: z.enum(themes, { error: "common.error.required" }),
});
export const passwordSchema = z.object({
  currentPassword: text.max(128, { error: "settings.profile.passwordWrong" }),
  newPassword,
});

export type ProfilePageProps = {
  profileAnswer: FormAnswer | undefined;
  passwordAnswer: FormAnswer | undefined;
  profile: { name: string; email: string; language: string; theme: string };
};

/** What a person sets about themselves. */
export function ProfilePage({ profileAnswer, passwordAnswer, profile }: ProfilePageProps) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <ProfileForm answer={profileAnswer} profile={profile} />
      <PasswordForm answer={passwordAnswer} email={profile.email} />
    </div>
  );
}

function ProfileForm({ answer, profile }: { answer: FormAnswer | undefined; profile: ProfilePageProps["profile"] }) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { name, email, language, theme } = profile;
  const { form, fields, errorOf } = useAnsweredForm({
    id: "profile",
    schema: profileSchema,
    answer,
    defaultValue: { name, language, theme },
  });
  return (
    <Card title={t("settings.profile.title")}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex max-w-md flex-col gap-4">
        <input type="hidden" name="do" value="profile" />
        <FormAlert text={errorOf(form.errors)} />
        <Field label={t("settings.profile.name")} id={fields.name.id} error={errorOf(fields.name.errors)}>
          {(props) => (
            <TextInput {...props} name={fields.name.name} defaultValue={name} key={name} autoComplete="name" />
          )}
        </Field>
        <Field label={t("settings.profile.email")}>
          {(props) => <TextInput {...props} type="email" value={email} readOnly />}
        </Field>
        <Field label={t("settings.profile.language")} id={fields.language.id} error={errorOf(fields.language.errors)}>
          {(props) => (
            <Select
              {...props}
              key={language}
              name={fields.language.name}
              defaultValue={language}
              options={languages.map((each) => ({ value: each, label: t(`common.language.${each}`) }))}
            />
          )}
        </Field>
        <Field label={t("settings.profile.theme")} id={fields.theme.id} error={errorOf(fields.theme.errors)}>
          {(props) => (
            <Select
              {...props}
              key={theme}
              name={fields.theme.name}
              defaultValue={theme}
              options={themes.map((each) => ({ value: each, label: t(`shell.theme.${each}`) }))}
            />
          )}
        </Field>
        <div>
          <Button type="submit" variant="primary" isBusy={navigation.formData?.get("do") === "profile"}>
            {t("common.action.save")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function PasswordForm({ answer, email }: { answer: FormAnswer | undefined; email: string }) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({ id: "password", schema: passwordSchema, answer });
  return (
    <Card title={t("settings.profile.passwordTitle")} lead={t("settings.profile.passwordLead")}>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex max-w-md flex-col gap-4">
        <input type="hidden" name="do" value="password" />
        <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
        <FormAlert text={errorOf(form.errors)} />
        <Field
          label={t("settings.profile.currentPassword")}
          id={fields.currentPassword.id}
          error={errorOf(fields.currentPassword.errors)}
        >
          {(props) => (
            <TextInput {...props} name={fields.currentPassword.name} type="password" autoComplete="current-password" />
          )}
        </Field>
        <Field
          label={t("settings.profile.newPassword")}
          id={fields.newPassword.id}
          hint={t("auth.passwordHint")}
          error={errorOf(fields.newPassword.errors)}
        >
          {(props) => (
            <TextInput {...props} name={fields.newPassword.name} type="password" autoComplete="new-password" />
          )}
        </Field>
        <div>
          <Button type="submit" isBusy={navigation.formData?.get("do") === "password"}>
            {t("settings.profile.changePassword")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
