import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import type { NodeFormProps } from "./node-editor.ts";
import { textOf } from "./raw-settings.ts";

type EventNameFieldProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly" | "vocabulary"> & {
  label: string;
};

/** The setting `eventName`, with the events that this workspace has seen. */
export function EventNameField({ settings, change, problems, isReadOnly, vocabulary, label }: EventNameFieldProps) {
  return (
    <Field label={label} error={problems["eventName"]}>
      {(control) => (
        <Combobox
          {...control}
          value={textOf(settings["eventName"])}
          onChange={(eventName) => change({ eventName })}
          suggestions={vocabulary.eventNames}
          readOnly={isReadOnly}
          maxLength={200}
          spellCheck={false}
        />
      )}
    </Field>
  );
}
