import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FormAnswer } from "../../errors/form-answer.ts";
import { providerById, providerIds } from "../../providers/registry.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/input.tsx";
import { FormAlert } from "../shell/form-alert.tsx";
import { useAnsweredForm } from "../shell/use-answered-form.ts";
import { channelSchema } from "./channel-schemas.ts";
import type { ChannelRow } from "./channel-table.tsx";

type ChannelFormProps = { channel: ChannelRow | undefined; onDone: () => void };

/** Adds a channel, or changes `channel`. */
export function ChannelForm({ channel, onDone }: ChannelFormProps) {
  const { t } = useTranslation();
  const fetcher = useFetcher<FormAnswer>();
  const { form, fields, errorOf } = useAnsweredForm({ id: "channel", schema: channelSchema, answer: fetcher.data });
  const [provider, setProvider] = useState(channel?.provider ?? "sandbox");
  const isDone = fetcher.data?.done !== undefined;
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  const lines = [
    { field: fields.name, label: "name", value: channel?.name, hint: t("settings.channels.nameHint"), type: "text" },
    { field: fields.fromName, label: "fromName", value: channel?.sender?.fromName, hint: undefined, type: "text" },
    {
      field: fields.fromEmail,
      label: "fromEmail",
      value: channel?.sender?.fromEmail,
      hint: t("settings.channels.fromEmailHint"),
      type: "email",
    },
    { field: fields.replyTo, label: "replyTo", value: channel?.sender?.replyTo, hint: undefined, type: "email" },
  ];
  return (
    <fetcher.Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="do" value={channel ? "change" : "add"} />
      {channel && <input type="hidden" name="channelId" value={channel.id} />}
      {channel && <input type="hidden" name={fields.provider.name} value={provider} />}
      <FormAlert text={errorOf(form.errors)} />
      {!channel && (
        <Field label={t("settings.channels.provider")} id={fields.provider.id} error={errorOf(fields.provider.errors)}>
          {(props) => (
            <Select
              {...props}
              name={fields.provider.name}
              value={provider}
              onChange={(event) => setProvider(providerIds.find((id) => id === event.target.value) ?? "sandbox")}
              options={providerIds.map((id) => ({ value: id, label: t(`settings.channels.providerHints.${id}`) }))}
            />
          )}
        </Field>
      )}
      {lines.map(({ field, label, value, hint, type }) => (
        <Field
          key={label}
          label={t(`settings.channels.${label}`)}
          id={field.id}
          hint={hint}
          isRequired={label !== "replyTo"}
          error={errorOf(field.errors)}
        >
          {(props) => <TextInput {...props} name={field.name} defaultValue={value} type={type} autoComplete="off" />}
        </Field>
      ))}
      {providerById(provider).secret && (
        <Field
          label={t("settings.channels.secret")}
          id={fields.secret.id}
          hint={t(channel?.hasSecret ? "settings.channels.secretKept" : "settings.channels.secretHint")}
          isRequired={!channel?.hasSecret}
          error={errorOf(fields.secret.errors)}
        >
          {(props) => <TextInput {...props} name={fields.secret.name} type="password" autoComplete="off" />}
        </Field>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={fetcher.state !== "idle"}>
          {t(channel ? "common.action.save" : "settings.channels.submitAdd")}
        </Button>
      </div>
    </fetcher.Form>
  );
}
