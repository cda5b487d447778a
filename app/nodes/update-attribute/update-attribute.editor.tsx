import { UserPen } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../engine/effect.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { AddButton, FieldGroup, ItemCard, RemoveButton } from "../form-parts.tsx";
import { removedAt, replacedAt } from "../list-edit.ts";
import { LiteralFields } from "../literal-fields.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { objectsOf, textOf } from "../raw-settings.ts";
import { valueText } from "../rule-text.ts";
import de from "./update-attribute.de.md?raw";
import en from "./update-attribute.en.md?raw";

function UpdateAttributeForm(props: NodeFormProps) {
  const { settings, change, problems, isReadOnly } = props;
  const { t } = useTranslation();
  const changes = objectsOf(settings["changes"]);
  return (
    <FieldGroup label={t("nodes.update-attribute.fields.changes")} error={problems["changes"]}>
      {changes.map((item, index) => (
        <ItemCard
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no identity but their place
          key={index}
          actions={
            !isReadOnly && (
              <RemoveButton
                label={t("nodes.update-attribute.fields.removeChange", { number: index + 1 })}
                onRemove={() => change({ changes: removedAt(changes, index) })}
              />
            )
          }
        >
          <ChangeFields
            {...props}
            item={item}
            index={index}
            onChange={(changed) => change({ changes: replacedAt(changes, index, changed) })}
          />
        </ItemCard>
      ))}
      {!isReadOnly && (
        <AddButton
          labelKey="nodes.update-attribute.fields.addChange"
          isDisabled={changes.length >= 20}
          onAdd={() => change({ changes: [...changes, { attribute: "", value: "" }] })}
        />
      )}
    </FieldGroup>
  );
}

type ChangeFieldsProps = NodeFormProps & { item: JsonObject; index: number; onChange: (item: JsonObject) => void };

function ChangeFields({ item, index, onChange, problems, isReadOnly, vocabulary }: ChangeFieldsProps) {
  const { t } = useTranslation();
  const problem = problems[`changes.${index}.value`];
  return (
    <>
      <Field label={t("nodes.update-attribute.fields.attribute")} error={problems[`changes.${index}.attribute`]}>
        {(control) => (
          <Combobox
            {...control}
            value={textOf(item["attribute"])}
            onChange={(attribute) => onChange({ ...item, attribute })}
            suggestions={vocabulary.attributes.map(({ name }) => name)}
            readOnly={isReadOnly}
            maxLength={120}
            spellCheck={false}
          />
        )}
      </Field>
      <LiteralFields
        value={item["value"]}
        onChange={(value) => onChange(withValue(item, value))}
        canRemove
        hasProblem={problem !== undefined}
        isReadOnly={isReadOnly}
      />
      {problem !== undefined && (
        <p role="alert" className="text-small text-bad">
          {problem}
        </p>
      )}
    </>
  );
}

function withValue({ value: _before, ...item }: JsonObject, value: Json | undefined): JsonObject {
  return value === undefined ? item : { ...item, value };
}

export const updateAttributeEditor: NodeEditor = {
  icon: UserPen,
  summary: (settings, t) => {
    const [first, ...others] = objectsOf(settings["changes"]);
    const attribute = textOf(first?.["attribute"]);
    if (attribute === "") return t("nodes.update-attribute.summary.empty");
    if (others.length > 0) return t("nodes.update-attribute.summary.changes", { count: others.length + 1 });
    if (first?.["value"] === null) return t("nodes.update-attribute.summary.remove", { attribute });
    return t("nodes.update-attribute.summary.set", { attribute, value: valueText(first?.["value"], t) });
  },
  portLabel: (_port, _settings, t) => t("nodes.update-attribute.ports.next"),
  Form: UpdateAttributeForm,
  help: { en, de },
};
