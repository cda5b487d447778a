import { Webhook } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/input.tsx";
import { AddButton, FieldGroup, ItemCard, RemoveButton } from "../form-parts.tsx";
import { LiquidField } from "../liquid-field.tsx";
import { removedAt, replacedAt } from "../list-edit.ts";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { choiceOf, objectsOf, textOf } from "../raw-settings.ts";
import de from "./webhook.de.md?raw";
import en from "./webhook.en.md?raw";
import { webhookMethods } from "./webhook.node.ts";

const methodChoices = ["POST", ...webhookMethods.filter((method) => method !== "POST")] as const;

function WebhookForm(props: NodeFormProps) {
  const { settings, change, problems, isReadOnly } = props;
  const { t } = useTranslation();
  const method = choiceOf(settings["method"], methodChoices);
  return (
    <>
      <LiquidField
        {...props}
        name="url"
        label={t("nodes.webhook.fields.url")}
        hint={t("nodes.webhook.fields.urlHint")}
        maxLength={2_000}
      />
      <Field label={t("nodes.webhook.fields.method")} error={problems["method"]}>
        {(control) => (
          <Select
            {...control}
            options={webhookMethods.map((value) => ({ value, label: value }))}
            value={method}
            disabled={isReadOnly}
            onChange={(event) => change({ method: event.target.value })}
          />
        )}
      </Field>
      <HeaderFields {...props} />
      {method !== "GET" && (
        <LiquidField
          {...props}
          name="body"
          label={t("nodes.webhook.fields.body")}
          hint={t("nodes.webhook.fields.bodyHint")}
          isRequired={false}
          rows={6}
          maxLength={50_000}
          isCode
        />
      )}
    </>
  );
}

function HeaderFields({ settings, change, problems, isReadOnly }: NodeFormProps) {
  const { t } = useTranslation();
  const headers = objectsOf(settings["headers"]);
  return (
    <FieldGroup label={t("nodes.webhook.fields.headers")} error={problems["headers"]}>
      {headers.map((header, index) => {
        const input = (key: "name" | "value", label: string) => (
          <Field label={label} error={problems[`headers.${index}.${key}`]}>
            {(control) => (
              <TextInput
                {...control}
                value={textOf(header[key])}
                maxLength={key === "name" ? 100 : 2_000}
                readOnly={isReadOnly}
                spellCheck={false}
                onChange={(event) =>
                  change({ headers: replacedAt(headers, index, { ...header, [key]: event.target.value }) })
                }
              />
            )}
          </Field>
        );
        return (
          <ItemCard
            // biome-ignore lint/suspicious/noArrayIndexKey: headers have no identity but their place
            key={index}
            actions={
              !isReadOnly && (
                <RemoveButton
                  label={t("nodes.webhook.fields.removeHeader", { number: index + 1 })}
                  onRemove={() => change({ headers: removedAt(headers, index) })}
                />
              )
            }
          >
            {input("name", t("nodes.webhook.fields.headerName"))}
            {input("value", t("nodes.webhook.fields.headerValue"))}
          </ItemCard>
        );
      })}
      {!isReadOnly && (
        <AddButton
          labelKey="nodes.webhook.fields.addHeader"
          isDisabled={headers.length >= 20}
          onAdd={() => change({ headers: [...headers, { name: "", value: "" }] })}
        />
      )}
    </FieldGroup>
  );
}

export const webhookEditor: NodeEditor = {
  icon: Webhook,
  summary: (settings, t) => {
    const host = /^https?:\/\/([^/?#]+)/i.exec(textOf(settings["url"]))?.[1];
    if (host === undefined) return t("nodes.webhook.summary.empty");
    return t("nodes.webhook.summary.call", { method: choiceOf(settings["method"], methodChoices), host });
  },
  portLabel: (port, _settings, t) => t(`nodes.webhook.ports.${port}`, { defaultValue: port }),
  Form: WebhookForm,
  help: { en, de },
};
