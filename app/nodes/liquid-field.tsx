import { Braces } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextArea, TextInput } from "../ui/input.tsx";
import { Menu, MenuItem, MenuLabel } from "../ui/menu.tsx";
import type { NodeFormProps, Vocabulary } from "./node-editor.ts";
import { textOf } from "./raw-settings.ts";

type LiquidFieldProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly" | "vocabulary"> & {
  /** The setting that holds the text. */
  name: string;
  label: string;
  hint?: string;
  isRequired?: boolean;
  /** More than one makes a text area. */
  rows?: number;
  maxLength: number;
  isCode?: boolean;
};

/** A text with placeholders; a menu inserts customer data where the cursor is. */
export function LiquidField(props: LiquidFieldProps) {
  const { name, label, hint, isRequired = true, settings, change, problems, isReadOnly, vocabulary } = props;
  const { rows = 1, maxLength, isCode = false } = props;
  const control = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const text = textOf(settings[name]);
  const write = (written: string): void => change({ [name]: !isRequired && written === "" ? null : written });
  const insert = (attribute: string): void => {
    const at = control.current?.selectionStart ?? text.length;
    const end = control.current?.selectionEnd ?? at;
    write(`${text.slice(0, at)}${placeholderFor(attribute)}${text.slice(end)}`);
  };
  return (
    <Field label={label} hint={hint} error={problems[name]} isRequired={isRequired}>
      {(fieldProps) => {
        const shared = {
          ...fieldProps,
          ref: control,
          value: text,
          maxLength,
          readOnly: isReadOnly,
          className: isCode ? "font-mono" : "",
          onChange: (event: { target: { value: string } }) => write(event.target.value),
        };
        return (
          <div className="relative">
            {rows > 1 ? <TextArea {...shared} rows={rows} /> : <TextInput {...shared} className="pr-9!" />}
            {!isReadOnly && <InsertMenu label={label} attributes={vocabulary.attributes} onInsert={insert} />}
          </div>
        );
      }}
    </Field>
  );
}

type InsertMenuProps = { label: string; attributes: Vocabulary["attributes"]; onInsert: (attribute: string) => void };

function InsertMenu({ label, attributes, onInsert }: InsertMenuProps) {
  const { t } = useTranslation();
  return (
    <span className="absolute top-0.5 right-0.5">
      <Menu trigger={<IconButton icon={Braces} size="small" label={t("nodes.liquid.insertInto", { field: label })} />}>
        <MenuLabel>{t(attributes.length === 0 ? "nodes.liquid.none" : "nodes.liquid.insert")}</MenuLabel>
        {attributes.map(({ name }) => (
          <MenuItem key={name} onSelect={() => onInsert(name)}>
            {name}
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}

/** The placeholder that prints an attribute of the customer. */
function placeholderFor(attribute: string): string {
  return /^[A-Za-z_][\w-]*$/.test(attribute)
    ? `{{ customer.${attribute} }}`
    : `{{ customer[${JSON.stringify(attribute)}] }}`;
}
