import { useTranslation } from "react-i18next";
import { type ComparisonOperator, comparisonOperators, valueKindOf } from "../engine/comparison.ts";
import type { Json, JsonObject } from "../engine/effect.ts";
import { Combobox } from "../ui/combobox.tsx";
import { Select, TextInput } from "../ui/input.tsx";
import type { Vocabulary } from "./node-editor.ts";
import { textOf } from "./raw-settings.ts";

type ComparisonFieldsProps = {
  rule: JsonObject;
  onChange: (rule: JsonObject) => void;
  /** What `field` names, as an accessible name. */
  fieldLabel: string;
  /** Attributes to choose from; empty for properties of events, which nobody has listed. */
  attributes: Vocabulary["attributes"];
  problemOf: (field: string) => string | undefined;
  isReadOnly: boolean;
};

/** Field, operator and value of one comparison; the value's control follows operator and type. */
export function ComparisonFields({
  rule,
  onChange,
  fieldLabel,
  attributes,
  problemOf,
  isReadOnly,
}: ComparisonFieldsProps) {
  const { t } = useTranslation();
  const operator = operatorOf(rule["operator"]);
  const error = problemOf("field") ?? problemOf("operator") ?? problemOf("value");
  return (
    <div className="flex flex-col gap-2">
      <Combobox
        aria-label={fieldLabel}
        placeholder={fieldLabel}
        aria-invalid={problemOf("field") === undefined ? undefined : true}
        value={textOf(rule["field"])}
        onChange={(field) => onChange({ ...rule, field })}
        suggestions={attributes.map(({ name }) => name)}
        readOnly={isReadOnly}
        maxLength={120}
        spellCheck={false}
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          aria-label={t("nodes.condition.operator")}
          options={comparisonOperators.map((value) => ({ value, label: t(`nodes.compare.${value}`) }))}
          value={operator}
          disabled={isReadOnly}
          onChange={(event) => onChange(withOperator(rule, operatorOf(event.target.value)))}
        />
        <ComparisonValue
          rule={rule}
          type={attributes.find(({ name }) => name === rule["field"])?.type}
          hasProblem={problemOf("value") !== undefined}
          isReadOnly={isReadOnly}
          onChange={(value) => onChange({ ...rule, value })}
        />
      </div>
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

type ComparisonValueProps = {
  rule: JsonObject;
  type: string | undefined;
  hasProblem: boolean;
  isReadOnly: boolean;
  onChange: (value: Json) => void;
};

function ComparisonValue({ rule, type, hasProblem, isReadOnly, onChange }: ComparisonValueProps) {
  const { t } = useTranslation();
  const kind = valueKindOf[operatorOf(rule["operator"])];
  const value = rule["value"];
  if (kind === "none") return null;
  if (kind === "one" && (type === "boolean" || typeof value === "boolean")) {
    return (
      <Select
        aria-label={t("nodes.condition.value")}
        options={[true, false].map((choice) => ({
          value: String(choice),
          label: t(`nodes.condition.${choice ? "yes" : "no"}`),
        }))}
        placeholder={t("nodes.condition.value")}
        value={value === undefined || value === "" ? "" : String(value)}
        disabled={isReadOnly}
        onChange={(event) => onChange(event.target.value === "true")}
      />
    );
  }
  const label = t(kind === "list" ? "nodes.condition.list" : "nodes.condition.value");
  return (
    <TextInput
      aria-label={label}
      placeholder={kind === "time" ? "2026-03-31" : label}
      aria-invalid={hasProblem ? true : undefined}
      inputMode={kind === "number" ? "decimal" : undefined}
      value={kind === "list" ? listText(value) : textOf(value)}
      readOnly={isReadOnly}
      maxLength={1_000}
      onChange={(event) => onChange(kind === "list" ? listFromText(event.target.value) : event.target.value)}
    />
  );
}

function operatorOf(value: Json | undefined): ComparisonOperator {
  return comparisonOperators.find((operator) => operator === value) ?? "equals";
}

// A value of another kind would stay behind invisibly and make the rule wrong.
function withOperator({ value, ...rule }: JsonObject, operator: ComparisonOperator): JsonObject {
  const kind = valueKindOf[operator];
  if (kind === "none" || value === undefined) return { ...rule, operator };
  if (kind === "list") return { ...rule, operator, value: Array.isArray(value) ? value : [String(value)] };
  return { ...rule, operator, value: Array.isArray(value) ? textOf(value[0]) : value };
}

// Split and joined without trimming, so that the text stays as it is typed; the schema trims.
function listText(value: Json | undefined): string {
  return Array.isArray(value) ? value.map(textOf).join(",") : textOf(value);
}

function listFromText(text: string): string[] {
  return text === "" ? [] : text.split(",");
}
