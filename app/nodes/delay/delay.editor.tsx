import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DurationFields, durationText } from "../duration-fields.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import de from "./delay.de.md?raw";
import en from "./delay.en.md?raw";

function DelayForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return <DurationFields {...props} label={t("nodes.delay.fields.duration")} />;
}

export const delayEditor: NodeEditor = {
  icon: Clock,
  summary: (settings, t) => {
    const duration = durationText(settings, t);
    return duration === undefined ? t("nodes.delay.summary.empty") : t("nodes.delay.summary.wait", { duration });
  },
  portLabel: (_port, _settings, t) => t("nodes.delay.ports.next"),
  Form: DelayForm,
  help: { en, de },
};
