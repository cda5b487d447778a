import { Flag } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { PlainTextField } from "../plain-text-field.tsx";
import { textOf } from "../raw-settings.ts";
import de from "./goal.de.md?raw";
import en from "./goal.en.md?raw";

function GoalForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <PlainTextField
      {...props}
      name="name"
      label={t("nodes.goal.fields.name")}
      hint={t("nodes.goal.fields.nameHint")}
      maxLength={120}
    />
  );
}

export const goalEditor: NodeEditor = {
  icon: Flag,
  summary: (settings, t) => {
    const name = textOf(settings["name"]).trim();
    return name === "" ? t("nodes.goal.summary.plain") : t("nodes.goal.summary.named", { name });
  },
  portLabel: (port) => port,
  Form: GoalForm,
  help: { en, de },
};
