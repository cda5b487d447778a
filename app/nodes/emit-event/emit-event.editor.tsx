import { Radio } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../../engine/effect.ts";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { EventNameField } from "../event-name-field.tsx";
import { AddButton, FieldGroup, ItemCard, RemoveButton } from "../form-parts.tsx";
import { removedAt, replacedAt } from "../list-edit.ts";
import { LiteralFields } from "../literal-fields.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { objectsOf, textOf } from "../raw-settings.ts";
import de from "./emit-event.de.md?raw";
import en from "./emit-event.en.md?raw";

function EmitEventForm(props: NodeFormProps) {
  const { settings, change, problems, isReadOnly } = props;
  const { t } = useTranslation();
  const properties = objectsOf(settings["properties"]);
  return (
    <>
      <EventNameField {...props} label={t("nodes.emit-event.fields.eventName")} />
      <FieldGroup label={t("nodes.emit-event.fields.properties")} error={problems["properties"]}>
        {properties.map((property, index) => (
          <ItemCard
            // biome-ignore lint/suspicious/noArrayIndexKey: properties have no identity but their place
            key={index}
            actions={
              !isReadOnly && (
                <RemoveButton
                  label={t("nodes.emit-event.fields.removeProperty", { number: index + 1 })}
                  onRemove={() => change({ properties: removedAt(properties, index) })}
                />
              )
            }
          >
            <PropertyFields
              {...props}
              property={property}
              index={index}
              onChange={(changed) => change({ properties: replacedAt(properties, index, changed) })}
            />
          </ItemCard>
        ))}
        {!isReadOnly && (
          <AddButton
            labelKey="nodes.emit-event.fields.addProperty"
            isDisabled={properties.length >= 50}
            onAdd={() => change({ properties: [...properties, { name: "", value: "" }] })}
          />
        )}
      </FieldGroup>
    </>
  );
}

type PropertyFieldsProps = NodeFormProps & {
  property: JsonObject;
  index: number;
  onChange: (property: JsonObject) => void;
};

function PropertyFields({ property, index, onChange, problems, isReadOnly }: PropertyFieldsProps) {
  const { t } = useTranslation();
  const problem = problems[`properties.${index}.value`];
  return (
    <>
      <Field label={t("nodes.emit-event.fields.name")} error={problems[`properties.${index}.name`]}>
        {(control) => (
          <TextInput
            {...control}
            value={textOf(property["name"])}
            maxLength={120}
            readOnly={isReadOnly}
            spellCheck={false}
            onChange={(event) => onChange({ ...property, name: event.target.value })}
          />
        )}
      </Field>
      <LiteralFields
        value={property["value"]}
        onChange={(value) => onChange(withValue(property, value))}
        canRemove={false}
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

function withValue({ value: _before, ...property }: JsonObject, value: Json | undefined): JsonObject {
  return value === undefined ? property : { ...property, value };
}

export const emitEventEditor: NodeEditor = {
  icon: Radio,
  summary: (settings, t) => {
    const event = textOf(settings["eventName"]);
    return event === "" ? t("nodes.emit-event.summary.empty") : t("nodes.emit-event.summary.send", { event });
  },
  portLabel: (_port, _settings, t) => t("nodes.emit-event.ports.next"),
  Form: EmitEventForm,
  help: { en, de },
};
