import { useTranslation } from "react-i18next";
import type { JsonObject } from "../engine/effect.ts";
import { ComparisonFields } from "./comparison-fields.tsx";
import { EventRuleFields } from "./event-rule-fields.tsx";
import { AddButton } from "./form-parts.tsx";
import type { Vocabulary } from "./node-editor.ts";
import { choiceOf, objectsOf } from "./raw-settings.ts";
import { MatchSelect, RuleList } from "./rule-list.tsx";

type ConditionFieldsProps = {
  condition: JsonObject;
  onChange: (condition: JsonObject) => void;
  /** Problem by path below the condition (`rules.0.value`). */
  problemOf: (path: string) => string | undefined;
  vocabulary: Vocabulary;
  isReadOnly: boolean;
};

/** Rules over attributes and events of a customer. */
export function ConditionFields({ condition, onChange, problemOf, vocabulary, isReadOnly }: ConditionFieldsProps) {
  const { t } = useTranslation();
  const rules = objectsOf(condition["rules"]);
  const match = choiceOf(condition["match"], ["all", "any"]);
  const setRules = (changed: JsonObject[]): void => onChange({ match, rules: changed });
  const error = problemOf("rules");
  return (
    <div className="flex flex-col gap-2">
      {rules.length > 1 && (
        <MatchSelect
          match={match}
          label={t("nodes.condition.match")}
          isReadOnly={isReadOnly}
          onChange={(changed) => onChange({ match: changed, rules })}
        />
      )}
      <RuleList
        rules={rules}
        isReadOnly={isReadOnly}
        onChange={setRules}
        headingOf={(rule) => t(`nodes.condition.${rule["kind"] === "event" ? "event" : "attribute"}`)}
      >
        {(rule, changeRule, index) =>
          rule["kind"] === "event" ? (
            <EventRuleFields
              rule={rule}
              onChange={changeRule}
              eventNames={vocabulary.eventNames}
              problemOf={(field) => problemOf(`rules.${index}.${field}`)}
              isReadOnly={isReadOnly}
            />
          ) : (
            <ComparisonFields
              rule={rule}
              onChange={changeRule}
              fieldLabel={t("nodes.condition.attribute")}
              attributes={vocabulary.attributes}
              problemOf={(field) => problemOf(`rules.${index}.${field}`)}
              isReadOnly={isReadOnly}
            />
          )
        }
      </RuleList>
      {error !== undefined && (
        <p role="alert" className="text-small text-bad">
          {error}
        </p>
      )}
      {!isReadOnly && (
        <div className="flex flex-wrap gap-1">
          <AddButton labelKey="nodes.condition.addAttribute" onAdd={() => setRules([...rules, newAttributeRule])} />
          <AddButton labelKey="nodes.condition.addEvent" onAdd={() => setRules([...rules, newEventRule])} />
        </div>
      )}
    </div>
  );
}

const newAttributeRule: JsonObject = { kind: "attribute", field: "", operator: "equals", value: "" };
const newEventRule: JsonObject = { kind: "event", event: "", did: true, scope: "ever" };
