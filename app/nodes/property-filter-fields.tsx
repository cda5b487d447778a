import { useTranslation } from "react-i18next";
import { ComparisonFields } from "./comparison-fields.tsx";
import { AddButton, FieldGroup } from "./form-parts.tsx";
import type { NodeFormProps } from "./node-editor.ts";
import { choiceOf, objectOf, objectsOf } from "./raw-settings.ts";
import { MatchSelect, RuleList } from "./rule-list.tsx";

type PropertyFilterFieldsProps = Pick<NodeFormProps, "settings" | "change" | "problems" | "isReadOnly"> & {
  label: string;
};

/** The setting `filter`: rules over the properties of an event. */
export function PropertyFilterFields({ settings, change, problems, isReadOnly, label }: PropertyFilterFieldsProps) {
  const { t } = useTranslation();
  const filter = objectOf(settings["filter"]);
  const rules = objectsOf(filter["rules"]);
  const match = choiceOf(filter["match"], ["all", "any"]);
  return (
    <FieldGroup label={label} error={problems["filter"] ?? problems["filter.rules"]}>
      {rules.length === 0 && <p className="text-small text-text-3">{t("nodes.condition.everyEvent")}</p>}
      {rules.length > 1 && (
        <MatchSelect
          match={match}
          label={label}
          isReadOnly={isReadOnly}
          onChange={(changed) => change({ filter: { match: changed, rules } })}
        />
      )}
      <RuleList
        rules={rules}
        isReadOnly={isReadOnly}
        headingOf={() => t("nodes.condition.property")}
        onChange={(changed) => change({ filter: { match, rules: changed } })}
      >
        {(rule, changeRule, index) => (
          <ComparisonFields
            rule={rule}
            onChange={changeRule}
            fieldLabel={t("nodes.condition.property")}
            attributes={[]}
            problemOf={(field) => problems[`filter.rules.${index}.${field}`]}
            isReadOnly={isReadOnly}
          />
        )}
      </RuleList>
      {!isReadOnly && (
        <AddButton
          labelKey="nodes.condition.addProperty"
          onAdd={() => change({ filter: { match, rules: [...rules, { field: "", operator: "equals", value: "" }] } })}
        />
      )}
    </FieldGroup>
  );
}
