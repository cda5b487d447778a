import type { TFunction } from "i18next";
import { FlaskConical } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../engine/effect.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { AddButton, FieldGroup, Hint, ItemCard, RemoveButton } from "../form-parts.tsx";
import { evenShares, newItemId, removedAt, replacedAt } from "../list-edit.ts";
import type { NodeEditor, NodeFormProps } from "../node-editor.ts";
import { numberOf, objectsOf, textOf } from "../raw-settings.ts";
import de from "./experiment.de.md?raw";
import en from "./experiment.en.md?raw";
import { MAX_VARIANTS } from "./experiment.node.ts";
import { ShareField } from "./share-field.tsx";

function ExperimentForm({ settings, change, problems, isReadOnly }: NodeFormProps) {
  const { t } = useTranslation();
  const variants = objectsOf(settings["variants"]);
  const setVariants = (changed: JsonObject[]): void => change({ variants: changed });
  return (
    <FieldGroup label={t("nodes.experiment.fields.variants")}>
      <SplitBar variants={variants} error={problems["variants"]} />
      {variants.map((variant, index) => (
        <ItemCard
          key={textOf(variant["id"])}
          heading={<span className="text-small font-semibold">{variantLabel(variant, index, t)}</span>}
          actions={
            !isReadOnly &&
            variants.length > 2 && (
              <RemoveButton
                label={t("nodes.experiment.fields.removeVariant", { name: variantLabel(variant, index, t) })}
                onRemove={() => setVariants(removedAt(variants, index))}
              />
            )
          }
        >
          <Field label={t("nodes.experiment.fields.label")} error={problems[`variants.${index}.label`]}>
            {(control) => (
              <TextInput
                {...control}
                value={textOf(variant["label"])}
                maxLength={60}
                readOnly={isReadOnly}
                onChange={(event) =>
                  setVariants(replacedAt(variants, index, { ...variant, label: event.target.value }))
                }
              />
            )}
          </Field>
          <ShareField
            label={t("nodes.experiment.fields.share", { name: variantLabel(variant, index, t) })}
            weight={numberOf(variant["weight"])}
            error={problems[`variants.${index}.weight`]}
            isReadOnly={isReadOnly}
            onChange={(weight) => setVariants(withWeight(variants, index, weight))}
          />
        </ItemCard>
      ))}
      {!isReadOnly && <VariantActions variants={variants} onChange={setVariants} />}
      <Hint>{t("nodes.experiment.fields.stickyHint")}</Hint>
    </FieldGroup>
  );
}

type VariantsProps = { variants: JsonObject[] };

/** The split as one bar; the numbers stand in the fields below. */
function SplitBar({ variants, error }: VariantsProps & { error: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <div aria-hidden className="flex h-8 overflow-hidden rounded-control bg-surface-2">
        {variants.map((variant, index) => (
          <span
            key={textOf(variant["id"])}
            className="flex min-w-0 items-center truncate border-surface border-r-2 bg-experiment-tint px-2 text-label font-semibold text-experiment last:border-r-0 even:bg-data-tint even:text-data"
            style={{ flex: `${numberOf(variant["weight"]) ?? 0} 0 0` }}
          >
            {(numberOf(variant["weight"]) ?? 0) >= 12 && variantLabel(variant, index, t)}
          </span>
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
    </>
  );
}

function VariantActions({ variants, onChange }: VariantsProps & { onChange: (variants: JsonObject[]) => void }) {
  const { t } = useTranslation();
  const addVariant = (): void => {
    const label = String.fromCharCode("A".charCodeAt(0) + variants.length);
    onChange(splitEvenly([...variants, { id: newItemId(), label, weight: 0 }]));
  };
  return (
    <div className="flex flex-wrap gap-1">
      <AddButton
        labelKey="nodes.experiment.fields.addVariant"
        isDisabled={variants.length >= MAX_VARIANTS}
        onAdd={addVariant}
      />
      <Button size="small" variant="quiet" onClick={() => onChange(splitEvenly(variants))}>
        {t("nodes.experiment.fields.splitEvenly")}
      </Button>
    </div>
  );
}

function splitEvenly(variants: readonly JsonObject[]): JsonObject[] {
  const shares = evenShares(variants.length);
  return variants.map((variant, index) => ({ ...variant, weight: shares[index] ?? 0 }));
}

// With two variants the other one gives or takes the difference, so the split always sums to 100.
function withWeight(variants: readonly JsonObject[], index: number, weight: number | undefined): JsonObject[] {
  return variants.map(({ weight: before, ...variant }, place) => {
    if (place === index) return weight === undefined ? variant : { ...variant, weight };
    const follows = variants.length === 2 && weight !== undefined && weight >= 0 && weight <= 100;
    if (follows) return { ...variant, weight: 100 - Math.round(weight) };
    return before === undefined ? variant : { ...variant, weight: before };
  });
}

function variantLabel(variant: JsonObject | undefined, index: number, t: TFunction): string {
  return textOf(variant?.["label"]).trim() || t("nodes.experiment.ports.variant", { number: index + 1 });
}

export const experimentEditor: NodeEditor = {
  icon: FlaskConical,
  summary: (settings, t) => {
    const variants = objectsOf(settings["variants"]);
    if (variants.length < 2) return t("nodes.experiment.summary.empty");
    const shares = variants.map((variant, index) =>
      t("nodes.experiment.summary.share", {
        label: variantLabel(variant, index, t),
        weight: numberOf(variant["weight"]) ?? 0,
      }),
    );
    return t("nodes.experiment.summary.split", { shares: shares.join(" : ") });
  },
  portLabel: (port, settings, t) => {
    const variants = objectsOf(settings["variants"]);
    const index = variants.findIndex(({ id }) => id === port);
    return index === -1 ? port : variantLabel(variants[index], index, t);
  },
  Form: ExperimentForm,
  help: { en, de },
};
