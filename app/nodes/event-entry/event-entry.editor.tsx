import { Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EventNameField } from "../event-name-field.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { PropertyFilterFields } from "../property-filter-fields.tsx";
import { choiceOf, textOf } from "../raw-settings.ts";
import { ReentryField } from "../reentry-field.tsx";
import de from "./event-entry.de.md?raw";
import en from "./event-entry.en.md?raw";

function EventEntryForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <>
      <EventNameField {...props} label={t("nodes.event-entry.fields.eventName")} />
      <PropertyFilterFields {...props} label={t("nodes.event-entry.fields.filter")} />
      <ReentryField {...props} />
    </>
  );
}

export const eventEntryEditor: NodeEditor = {
  icon: Zap,
  summary: (settings, t) => {
    const event = textOf(settings["eventName"]);
    if (event === "") return t("nodes.event-entry.summary.empty");
    const reentry = choiceOf(settings["reentry"], ["once", "after-exit", "always"]);
    return t(`nodes.event-entry.summary.${reentry}`, { event });
  },
  portLabel: (_port, _settings, t) => t("nodes.event-entry.ports.next"),
  Form: EventEntryForm,
  help: { en, de },
};
