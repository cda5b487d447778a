import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Json, JsonObject } from "../engine/effect.ts";
import { NumberInput, Select } from "../ui/input.tsx";
import { type DurationUnit, durationUnits } from "./duration.ts";
import { FieldGroup } from "./form-parts.tsx";
import type { NodeFormProps } from "./node-editor.ts";
import { numberOf } from "./raw-settings.ts";

type DurationFieldsProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly"> & { label: string };

/** Amount and unit of the settings `amount` and `unit`. */
export function DurationFields({ settings, change, problems, isReadOnly, label }: DurationFieldsProps) {
  const { t } = useTranslation();
  const error = problems["amount"] ?? problems["unit"];
  return (
    <FieldGroup label={label} error={error}>
      <div className="grid grid-cols-[7rem_1fr] gap-2">
        <NumberInput
          aria-label={t("nodes.duration.amount")}
          aria-invalid={error === undefined ? undefined : true}
          min={1}
          step={1}
          value={numberOf(settings["amount"]) ?? ""}
          readOnly={isReadOnly}
          onChange={(event) => change({ amount: numberFromInput(event.target.value) })}
        />
        <Select
          aria-label={t("nodes.duration.unit")}
          options={durationUnits.map((unit) => ({ value: unit, label: t(`nodes.duration.${unit}`) }))}
          value={unitOf(settings["unit"])}
          disabled={isReadOnly}
          onChange={(event) => change({ unit: event.target.value })}
        />
      </div>
    </FieldGroup>
  );
}

/** What a number input holds; null while it is empty. */
export function numberFromInput(text: string): number | null {
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? null : number;
}

/** "2 days" in the language of the page; undefined while the settings are incomplete. */
export function durationText(settings: JsonObject, t: TFunction): string | undefined {
  const amount = numberOf(settings["amount"]);
  return amount === undefined ? undefined : t(`nodes.duration.${unitOf(settings["unit"])}Text`, { count: amount });
}

function unitOf(value: Json | undefined): DurationUnit {
  return durationUnits.find((unit) => unit === value) ?? "days";
}
