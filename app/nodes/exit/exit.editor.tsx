import { LogOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { PlainTextField } from "../plain-text-field.tsx";
import { textOf } from "../raw-settings.ts";
import de from "./exit.de.md?raw";
import en from "./exit.en.md?raw";

function ExitForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return <PlainTextField {...props} name="reason" label={t("nodes.exit.fields.reason")} maxLength={200} />;
}

export const exitEditor: NodeEditor = {
  icon: LogOut,
  summary: (settings, t) => {
    const reason = textOf(settings["reason"]).trim();
    return reason === "" ? t("nodes.exit.summary.plain") : t("nodes.exit.summary.reason", { reason });
  },
  portLabel: (port) => port,
  Form: ExitForm,
  help: { en, de },
};
