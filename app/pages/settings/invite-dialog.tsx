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
import { emailText, roleChoice } from "../shell/form-schemas.ts";
import { useAnsweredForm } from "../shell/use-answered-form.ts";

export const inviteMemberSchema = z.object({ email: emailText, role: roleChoice });
type InviteAnswer = FormAnswer & { link?: string | undefined; email?: string | undefined };

type InviteDialogProps = { trigger: ReactNode; canMakeOwners: boolean };

/** Asks for address and role, then shows the link once. */
export function InviteDialog({ trigger, canMakeOwners }: InviteDialogProps) {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  return (
    <Dialog
      title={t("settings.members.inviteTitle")}
      description={t("settings.members.inviteText")}
      trigger={trigger}
      onOpenChange={(isOpen) => isOpen && setRound(round + 1)}
    >
      <InviteForm key={round} canMakeOwners={canMakeOwners} />
    </Dialog>
  );
}

function InviteForm({ canMakeOwners }: { canMakeOwners: boolean }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<InviteAnswer>();
  const { form, fields, errorOf } = useAnsweredForm({
    id: "invite-member",
    schema: inviteMemberSchema,
    answer: fetcher.data,
  });
  const { link, email } = fetcher.data ?? {};
  if (link !== undefined && email !== undefined) {
    return (
      <div className="flex flex-col gap-2" role="status">
        <p className="font-semibold">{t("settings.members.linkTitle", { email })}</p>
        <CopyText value={link} label={t("settings.members.linkLabel")} />
        <p className="text-small text-text-2">{t("settings.members.linkText")}</p>
      </div>
    );
  }
  const roles = canMakeOwners
    ? (["editor", "viewer", "admin", "owner"] as const)
    : (["editor", "viewer", "admin"] as const);
  return (
    <fetcher.Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="do" value="invite" />
      <FormAlert text={errorOf(form.errors)} />
      <Field label={t("settings.members.email")} id={fields.email.id} error={errorOf(fields.email.errors)}>
        {(props) => <TextInput {...props} name={fields.email.name} type="email" autoComplete="off" autoFocus />}
      </Field>
      <Field label={t("settings.members.role")} id={fields.role.id} error={errorOf(fields.role.errors)}>
        {(props) => (
          <Select
            {...props}
            name={fields.role.name}
            options={roles.map((role) => ({
              value: role,
              label: `${t(`common.role.${role}`)}: ${t(`settings.members.roles.${role}`)}`,
            }))}
          />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={fetcher.state !== "idle"}>
          {t("settings.members.createLink")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
