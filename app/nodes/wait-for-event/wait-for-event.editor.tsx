import { Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { DurationFields, durationText } from "../duration-fields.tsx";
import { EventNameField } from "../event-name-field.tsx";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { PropertyFilterFields } from "../property-filter-fields.tsx";
import { choiceOf, textOf } from "../raw-settings.ts";
import de from "./wait-for-event.de.md?raw";
import en from "./wait-for-event.en.md?raw";

function WaitForEventForm(props: NodeFormProps) {
  const { settings, change, problems, isReadOnly } = props;
  const { t } = useTranslation();
  return (
    <>
      <EventNameField {...props} label={t("nodes.wait-for-event.fields.eventName")} />
      <DurationFields {...props} label={t("nodes.wait-for-event.fields.duration")} />
      <PropertyFilterFields {...props} label={t("nodes.wait-for-event.fields.filter")} />
      <Field label={t("nodes.wait-for-event.fields.since")} error={problems["since"]}>
        {(control) => (
          <Select
            {...control}
            options={[
              { value: "step", label: t("nodes.wait-for-event.fields.sinceStep") },
              { value: "entry", label: t("nodes.wait-for-event.fields.sinceEntry") },
            ]}
            value={choiceOf(settings["since"], ["step", "entry"])}
            disabled={isReadOnly}
            onChange={(event) => change({ since: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

export const waitForEventEditor: NodeEditor = {
  icon: Hourglass,
  summary: (settings, t) => {
    const event = textOf(settings["eventName"]);
    const duration = durationText(settings, t);
    if (event === "" || duration === undefined) return t("nodes.wait-for-event.summary.empty");
    return t("nodes.wait-for-event.summary.wait", { event, duration });
  },
  portLabel: (port, _settings, t) => t(`nodes.wait-for-event.ports.${port}`, { defaultValue: port }),
  Form: WaitForEventForm,
  help: { en, de },
};
