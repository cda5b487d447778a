import type { TFunction } from "i18next";
import { comparisonOperators, valueKindOf } from "../engine/comparison.ts";
import type { Json, JsonObject } from "../engine/effect.ts";
import { choiceOf, textOf } from "./raw-settings.ts";

/** One raw rule in words; undefined while it names nothing. */
export function ruleText(rule: JsonObject, t: TFunction): string | undefined {
  if (rule["kind"] === "event") {
    const event = textOf(rule["event"]);
    return event === ""
      ? undefined
      : t(`nodes.condition.${rule["did"] === false ? "didNotText" : "didText"}`, { event });
  }
  const field = textOf(rule["field"]);
  if (field === "") return undefined;
  const operator = choiceOf(rule["operator"], comparisonOperators);
  const value = valueKindOf[operator] === "none" ? "" : valueText(rule["value"], t);
  return t("nodes.condition.ruleText", { field, operator: t(`nodes.compare.${operator}`), value }).trim();
}

/** A fixed value in words. */
export function valueText(value: Json | undefined, t: TFunction): string {
  if (typeof value === "boolean") return t(`nodes.condition.${value ? "yes" : "no"}`);
  if (Array.isArray(value)) return value.map((item) => textOf(item).trim()).join(", ");
  return textOf(value);
}
