import type { FieldMetadata } from "@conform-to/react";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";

type AccountFieldsProps = {
  name: FieldMetadata<string, Record<string, unknown>, string[]>;
  password: FieldMetadata<string, Record<string, unknown>, string[]>;
  errorOf: (errors: readonly string[] | undefined) => string | undefined;
  /** Goes between name and password. */
  email: React.ReactNode;
};

/** Name, e-mail and a new password. */
export function AccountFields({ name, password, email, errorOf }: AccountFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t("auth.name")} id={name.id} error={errorOf(name.errors)}>
        {(props) => (
          <TextInput {...props} name={name.name} defaultValue={name.initialValue} autoComplete="name" autoFocus />
        )}
      </Field>
      {email}
      <Field label={t("auth.password")} id={password.id} hint={t("auth.passwordHint")} error={errorOf(password.errors)}>
        {(props) => <TextInput {...props} name={password.name} type="password" autoComplete="new-password" />}
      </Field>
    </>
  );
}
