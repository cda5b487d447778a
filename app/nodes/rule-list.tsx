import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../engine/effect.ts";
import { Select } from "../ui/input.tsx";
import { ItemActions, ItemCard } from "./form-parts.tsx";
import { moved, removedAt, replacedAt } from "./list-edit.ts";

type RuleListProps = {
  rules: readonly JsonObject[];
  onChange: (rules: JsonObject[]) => void;
  isReadOnly: boolean;
  headingOf: (rule: JsonObject) => string;
  children: (rule: JsonObject, onChange: (rule: JsonObject) => void, index: number) => ReactNode;
};

/** Rules as cards that can be changed, moved and removed. */
export function RuleList({ rules, onChange, isReadOnly, headingOf, children }: RuleListProps) {
  const { t } = useTranslation();
  return rules.map((rule, index) => {
    const number = index + 1;
    const labels = {
      up: t("nodes.condition.ruleUp", { number }),
      down: t("nodes.condition.ruleDown", { number }),
      remove: t("nodes.condition.removeRule", { number }),
    };
    return (
      <ItemCard
        // Rules have no identity of their own; their place is what tells them apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        key={index}
        heading={<span className="text-label text-text-3">{headingOf(rule)}</span>}
        actions={
          !isReadOnly && (
            <ItemActions
              index={index}
              count={rules.length}
              labels={labels}
              onMove={(to) => onChange(moved(rules, index, to))}
              onRemove={() => onChange(removedAt(rules, index))}
            />
          )
        }
      >
        {children(rule, (changed) => onChange(replacedAt(rules, index, changed)), index)}
      </ItemCard>
    );
  });
}

type MatchSelectProps = { match: "all" | "any"; onChange: (match: string) => void; label: string; isReadOnly: boolean };

/** Whether all rules are needed or any one. */
export function MatchSelect({ match, onChange, label, isReadOnly }: MatchSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={label}
      options={(["all", "any"] as const).map((value) => ({ value, label: t(`nodes.condition.${value}`) }))}
      value={match}
      disabled={isReadOnly}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
