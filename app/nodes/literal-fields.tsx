import { useTranslation } from "react-i18next";
import type { Json } from "../engine/effect.ts";
import { NumberInput, Select, TextInput } from "../ui/input.tsx";
import { numberFromInput } from "./duration-fields.tsx";
import { numberOf, textOf } from "./raw-settings.ts";

const literalKinds = ["text", "number", "boolean", "removal"] as const;
type LiteralKind = (typeof literalKinds)[number];

type LiteralFieldsProps = {
  value: Json | undefined;
  /** undefined while a number is still empty. */
  onChange: (value: Json | undefined) => void;
  canRemove: boolean;
  hasProblem: boolean;
  isReadOnly: boolean;
};

/** A fixed text, number or yes/no; where `canRemove`, null stands for removal. */
export function LiteralFields({ value, onChange, canRemove, hasProblem, isReadOnly }: LiteralFieldsProps) {
  const { t } = useTranslation();
  const kind = kindOf(value);
  const shared = { "aria-label": t("nodes.literal.value"), "aria-invalid": hasProblem ? true : undefined } as const;
  return (
    <div className="grid grid-cols-2 gap-2">
      <Select
        aria-label={t("nodes.literal.kind")}
        options={literalKinds
          .filter((choice) => canRemove || choice !== "removal")
          .map((choice) => ({ value: choice, label: t(`nodes.literal.${choice}`) }))}
        value={kind}
        disabled={isReadOnly}
        onChange={(event) => onChange(emptyValue[event.target.value as LiteralKind])}
      />
      {kind === "text" && (
        <TextInput
          {...shared}
          value={textOf(value)}
          maxLength={2_000}
          readOnly={isReadOnly}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {kind === "number" && (
        <NumberInput
          {...shared}
          step="any"
          value={numberOf(value) ?? ""}
          readOnly={isReadOnly}
          onChange={(event) => onChange(numberFromInput(event.target.value) ?? undefined)}
        />
      )}
      {kind === "boolean" && (
        <Select
          {...shared}
          options={["true", "false"].map((choice) => ({
            value: choice,
            label: t(`nodes.condition.${choice === "true" ? "yes" : "no"}`),
          }))}
          value={String(value)}
          disabled={isReadOnly}
          onChange={(event) => onChange(event.target.value === "true")}
        />
      )}
    </div>
  );
}

const emptyValue: Readonly<Record<LiteralKind, Json | undefined>> = {
  text: "",
  number: undefined,
  boolean: true,
  removal: null,
};

// An absent value is a number that nobody has typed yet.
function kindOf(value: Json | undefined): LiteralKind {
  if (value === null) return "removal";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "text" : "number";
}
