import { Mail } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { LiquidField } from "../liquid-field.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { numberOf, textOf } from "../raw-settings.ts";
import de from "./email.de.md?raw";
import en from "./email.en.md?raw";

function EmailForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <>
      <LiquidField {...props} name="subject" label={t("nodes.email.fields.subject")} maxLength={250} />
      <LiquidField
        {...props}
        name="preheader"
        label={t("nodes.email.fields.preheader")}
        hint={t("nodes.email.fields.preheaderHint")}
        isRequired={false}
        maxLength={250}
      />
      <LiquidField
        {...props}
        name="body"
        label={t("nodes.email.fields.body")}
        hint={t("nodes.email.fields.bodyHint")}
        rows={10}
        maxLength={50_000}
      />
      <AddressField {...props} />
      <ChannelField {...props} />
    </>
  );
}

function AddressField({ settings, change, problems, isReadOnly, vocabulary }: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("nodes.email.fields.to")} error={problems["to"]}>
      {(control) => (
        <Combobox
          {...control}
          value={settings["to"] === undefined ? "email" : textOf(settings["to"])}
          onChange={(to) => change({ to })}
          suggestions={vocabulary.attributes.filter(({ type }) => type === "text").map(({ name }) => name)}
          readOnly={isReadOnly}
          maxLength={120}
          spellCheck={false}
        />
      )}
    </Field>
  );
}

/** Shown when there is a choice; a channel that is gone stays visible until another is chosen. */
function ChannelField({ settings, change, problems, isReadOnly, vocabulary }: NodeFormProps) {
  const { t } = useTranslation();
  const chosen = numberOf(settings["channelId"]);
  if (vocabulary.channels.length < 2 && chosen === undefined) return null;
  const channels = vocabulary.channels.map(({ id, name }) => ({ value: String(id), label: name }));
  const isGone = chosen !== undefined && vocabulary.channels.every(({ id }) => id !== chosen);
  return (
    <Field label={t("nodes.email.fields.channel")} error={problems["channelId"]}>
      {(control) => (
        <Select
          {...control}
          options={[
            { value: "", label: t("nodes.email.fields.defaultChannel") },
            ...channels,
            ...(isGone ? [{ value: String(chosen), label: `#${chosen}` }] : []),
          ]}
          value={chosen === undefined ? "" : String(chosen)}
          disabled={isReadOnly}
          onChange={(event) => change({ channelId: event.target.value === "" ? null : Number(event.target.value) })}
        />
      )}
    </Field>
  );
}

export const emailEditor: NodeEditor = {
  icon: Mail,
  summary: (settings, t) => {
    const subject = textOf(settings["subject"]).trim();
    return subject === "" ? t("nodes.email.summary.empty") : t("nodes.email.summary.subject", { subject });
  },
  portLabel: (port, _settings, t) => t(`nodes.email.ports.${port}`, { defaultValue: port }),
  Form: EmailForm,
  help: { en, de },
};
