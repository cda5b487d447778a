import { useTranslation } from "react-i18next";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/input.tsx";
import type { NodeFormProps } from "./node-editor.ts";
import { choiceOf } from "./raw-settings.ts";
import { reentrySchema } from "./setting-schemas.ts";

type ReentryFieldProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly">;

/** The setting `reentry`: how often one person can start. */
export function ReentryField({ settings, change, problems, isReadOnly }: ReentryFieldProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("nodes.reentry.label")} error={problems["reentry"]}>
      {(control) => (
        <Select
          {...control}
          options={reentrySchema.options.map((value) => ({ value, label: t(`nodes.reentry.${value}`) }))}
          value={choiceOf(settings["reentry"], ["once", "after-exit", "always"])}
          disabled={isReadOnly}
          onChange={(event) => change({ reentry: event.target.value })}
        />
      )}
    </Field>
  );
}
