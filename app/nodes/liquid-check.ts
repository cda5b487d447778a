import { Liquid } from "liquidjs";
import type { SettingsProblem } from "../engine/node-type.ts";

/** Tags that only choose, repeat or keep text; none reads files or leaves the template. */
const templateTags: ReadonlySet<string> = new Set([
  "assign",
  "capture",
  "case",
  "comment",
  "for",
  "break",
  "continue",
  "if",
  "unless",
  "raw",
  "#",
]);

// The same language as in `server/messages/template-engine.server.ts`, so that what is published can be rendered.
const liquid = new Liquid({ strictFilters: true });
for (const tag of Object.keys(liquid.tags)) if (!templateTags.has(tag)) delete liquid.tags[tag];
delete liquid.filters["raw"];
liquid.registerFilter("safe_url", (value: unknown) => value);

/** A problem when the text is no valid Liquid template; the reason names the line. */
export function checkLiquid(field: string, text: string | undefined): SettingsProblem[] {
  if (text === undefined || !/\{[{%]/.test(text)) return [];
  try {
    liquid.parse(text);
    return [];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "";
    const reason =
      message
        .split("\n", 1)[0]
        ?.replace(/, file:\S+/, "")
        .slice(0, 200) ?? "";
    return [{ code: "invalid_template", field, params: { reason }, severity: "error" }];
  }
}
