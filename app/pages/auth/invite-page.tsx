import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { newPassword, requiredText } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { AccountFields } from "./account-fields.tsx";
import { AuthPage } from "./auth-page.tsx";

export const inviteSchema = z.object({ name: requiredText(80), password: newPassword });

type InvitePageProps = {
  answer: FormAnswer | undefined;
  token: string;
  workspaceName: string;
  role: string;
  email: string;
  hasAccount: boolean;
  /** E-mail of who is signed in, if anybody. */
  signedInAs?: string | undefined;
};

export function InvitePage(props: InvitePageProps) {
  const { t } = useTranslation();
  return (
    <AuthPage
      title={t("auth.invite.title", { workspace: props.workspaceName })}
      lead={t("auth.invite.lead", { role: t(`common.role.${props.role}`) })}
    >
      <InviteBody {...props} />
    </AuthPage>
  );
}

function InviteBody(props: InvitePageProps) {
  const { t } = useTranslation();
  const { signedInAs, workspaceName, hasAccount, email, token } = props;
  if (signedInAs !== undefined) {
    return (
      <Form method="post" className="flex flex-col gap-4">
        <p>{t("auth.invite.signedInAs", { email: signedInAs })}</p>
        <Button type="submit" variant="primary">
          {t("auth.invite.join", { workspace: workspaceName })}
        </Button>
      </Form>
    );
  }
  if (hasAccount) {
    return (
      <div className="flex flex-col gap-4">
        <p>{t("auth.invite.hasAccount", { email })}</p>
        <LinkButton variant="primary" to={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}>
          {t("auth.invite.signIn")}
        </LinkButton>
      </div>
    );
  }
  return <NewAccountForm answer={props.answer} email={email} />;
}

function NewAccountForm({ answer, email }: Pick<InvitePageProps, "answer" | "email">) {
  const { t } = useTranslation();
  const navigation = useNavigation();
  const { form, fields, errorOf } = useAnsweredForm({ id: "invite", schema: inviteSchema, answer });
  const emailField = (
    <Field label={t("auth.email")}>
      {(props) => <TextInput {...props} value={email} readOnly type="email" autoComplete="username" />}
    </Field>
  );
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <FormAlert text={errorOf(form.errors)} />
      <AccountFields name={fields.name} password={fields.password} email={emailField} errorOf={errorOf} />
      <Button type="submit" variant="primary" isBusy={navigation.state === "submitting"}>
        {t("auth.invite.submit")}
      </Button>
    </Form>
  );
}
