import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Hint } from "../form-parts.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { choiceOf } from "../raw-settings.ts";
import { ReentryField } from "../reentry-field.tsx";
import de from "./manual-entry.de.md?raw";
import en from "./manual-entry.en.md?raw";

function ManualEntryForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <>
      <ReentryField {...props} />
      <Hint>{t("nodes.manual-entry.fields.how")}</Hint>
    </>
  );
}

export const manualEntryEditor: NodeEditor = {
  icon: Users,
  summary: (settings, t) =>
    t(`nodes.manual-entry.summary.${choiceOf(settings["reentry"], ["once", "after-exit", "always"])}`),
  portLabel: (_port, _settings, t) => t("nodes.manual-entry.ports.next"),
  Form: ManualEntryForm,
  help: { en, de },
};
