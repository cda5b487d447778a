import { Liquid } from "liquidjs";
import type { SettingsProblem } from "../engine/node-type.ts";

const liquid = new Liquid({ strictFilters: true });

/** A problem when the text is no valid Liquid template; the reason names the line. */
export function checkLiquid(field: string, text: string | undefined): SettingsProblem[] {
  if (text === undefined || !/\{[{%]/.test(text)) return [];
  try {
    liquid.parse(text);
    return [];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n", 1)[0]?.slice(0, 200) : undefined;
    return [{ code: "invalid_template", field, params: { reason: reason ?? "" }, severity: "error" }];
  }
}
