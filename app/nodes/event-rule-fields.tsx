import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../engine/effect.ts";
import { Combobox } from "../ui/combobox.tsx";
import { Field } from "../ui/field.tsx";
import { NumberInput, Select } from "../ui/input.tsx";
import { type DurationUnit, durationUnits } from "./duration.ts";
import { numberFromInput } from "./duration-fields.tsx";
import { choiceOf, numberOf, textOf } from "./raw-settings.ts";

type EventRuleFieldsProps = {
  rule: JsonObject;
  onChange: (rule: JsonObject) => void;
  eventNames: readonly string[];
  problemOf: (field: string) => string | undefined;
  isReadOnly: boolean;
};

/** One rule about an event: which, whether it happened, and when or how often. */
export function EventRuleFields({ rule, onChange, eventNames, problemOf, isReadOnly }: EventRuleFieldsProps) {
  const { t } = useTranslation();
  const scope = choiceOf(rule["scope"], ["ever", "since-entry", "within"]);
  const error = problemOf("event") ?? problemOf("withinMinutes") ?? problemOf("atLeast");
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        aria-label={t("nodes.condition.event")}
        placeholder={t("nodes.condition.event")}
        aria-invalid={problemOf("event") === undefined ? undefined : true}
        value={textOf(rule["event"])}
        onChange={(event) => onChange({ ...rule, event })}
        suggestions={eventNames}
        readOnly={isReadOnly}
        maxLength={200}
        spellCheck={false}
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          aria-label={t("nodes.condition.did")}
          options={["true", "false"].map((value) => ({
            value,
            label: t(`nodes.condition.${value === "true" ? "happened" : "never"}`),
          }))}
          value={String(rule["did"] !== false)}
          disabled={isReadOnly}
          onChange={(event) => onChange({ ...rule, did: event.target.value === "true" })}
        />
        <Select
          aria-label={t("nodes.condition.scope")}
          options={(["ever", "since-entry", "within"] as const).map((value) => ({
            value,
            label: t(`nodes.condition.${value}`),
          }))}
          value={scope}
          disabled={isReadOnly}
          onChange={(event) => onChange(withScope(rule, event.target.value))}
        />
      </div>
      {scope === "within" && <WithinFields rule={rule} onChange={onChange} isReadOnly={isReadOnly} />}
      {scope === "ever" && (
        <Field label={t("nodes.condition.atLeast")}>
          {(control) => (
            <NumberInput
              {...control}
              min={1}
              step={1}
              value={numberOf(rule["atLeast"]) ?? 1}
              readOnly={isReadOnly}
              onChange={(event) => onChange({ ...rule, atLeast: numberFromInput(event.target.value) ?? 1 })}
            />
          )}
        </Field>
      )}
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

const unitMinutes: Readonly<Record<DurationUnit, number>> = { minutes: 1, hours: 60, days: 1_440 };

/** A length of time; stored in minutes. */
function WithinFields({ rule, onChange, isReadOnly }: Pick<EventRuleFieldsProps, "rule" | "onChange" | "isReadOnly">) {
  const { t } = useTranslation();
  const minutes = numberOf(rule["withinMinutes"]);
  // Kept apart from the stored minutes: while "240 hours" is typed, "24" must not turn into a day.
  const [unit, setUnit] = useState<DurationUnit>(minutes === undefined ? "days" : largestUnit(minutes));
  return (
    <div className="grid grid-cols-[6rem_1fr] gap-2">
      <NumberInput
        aria-label={t("nodes.duration.amount")}
        min={1}
        step={1}
        value={minutes === undefined ? "" : minutes / unitMinutes[unit]}
        readOnly={isReadOnly}
        onChange={(event) => {
          const { withinMinutes: _before, ...rest } = rule;
          const amount = numberFromInput(event.target.value);
          onChange(amount === null ? rest : { ...rest, withinMinutes: Math.round(amount * unitMinutes[unit]) });
        }}
      />
      <Select
        aria-label={t("nodes.duration.unit")}
        options={durationUnits.map((value) => ({ value, label: t(`nodes.duration.${value}`) }))}
        value={unit}
        disabled={isReadOnly}
        onChange={(event) => {
          const chosen = choiceOf(event.target.value, durationUnits);
          setUnit(chosen);
          if (minutes === undefined) return;
          onChange({ ...rule, withinMinutes: Math.round((minutes / unitMinutes[unit]) * unitMinutes[chosen]) });
        }}
      />
    </div>
  );
}

function largestUnit(minutes: number): DurationUnit {
  if (minutes % unitMinutes.days === 0) return "days";
  return minutes % unitMinutes.hours === 0 ? "hours" : "minutes";
}

// Counts are over all time, and a time is for "within" only: what no longer fits is dropped with the scope it belonged to.
function withScope({ withinMinutes, atLeast, ...rule }: JsonObject, scope: string): JsonObject {
  if (scope === "ever") return { ...rule, scope, atLeast: atLeast ?? 1 };
  return scope === "within" ? { ...rule, scope, withinMinutes: withinMinutes ?? unitMinutes.days } : { ...rule, scope };
}
