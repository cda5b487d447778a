import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import type { NodeFormProps } from "./node-editor.ts";
import { textOf } from "./raw-settings.ts";

type PlainTextFieldProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly"> & {
  /** The setting that holds the text. */
  name: string;
  label: string;
  hint?: string;
  maxLength: number;
};

/** An optional line of text without placeholders. */
export function PlainTextField({
  settings,
  change,
  problems,
  isReadOnly,
  name,
  label,
  hint,
  maxLength,
}: PlainTextFieldProps) {
  return (
    <Field label={label} hint={hint} error={problems[name]} isRequired={false}>
      {(control) => (
        <TextInput
          {...control}
          value={textOf(settings[name])}
          maxLength={maxLength}
          readOnly={isReadOnly}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
