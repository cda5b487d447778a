import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { testSchema } from "./channel-schemas.ts";

type TestFormProps = { channelId: number; ownEmail: string; onDone: () => void };

/** Sends one message of our own through a channel. */
export function TestForm({ channelId, ownEmail, onDone }: TestFormProps) {
  const { t } = useTranslation();
  const fetcher = useFetcher<FormAnswer>();
  const { form, fields, errorOf } = useAnsweredForm({ id: "channel-test", schema: testSchema, answer: fetcher.data });
  const isDone = fetcher.data?.done !== undefined;
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  return (
    <fetcher.Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="do" value="test" />
      <input type="hidden" name="channelId" value={channelId} />
      <FormAlert text={errorOf(form.errors)} />
      <Field label={t("settings.channels.testTo")} id={fields.to.id} error={errorOf(fields.to.errors)}>
        {(props) => (
          <TextInput {...props} name={fields.to.name} defaultValue={ownEmail} type="email" autoComplete="email" />
        )}
      </Field>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={fetcher.state !== "idle"}>
          {t("settings.channels.testSubmit")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
