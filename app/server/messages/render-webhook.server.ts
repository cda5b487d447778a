import { AppError } from "../../errors/app-error.ts";
import type { TemplateEngine, TemplateVariables } from "./template-engine.server.ts";

export type WebhookContent = {
  method: string;
  url: string;
  headers: readonly { name: string; value: string }[];
  body?: string | undefined;
};
/** Headers are pairs, so that a stored request keeps their order. `body` undefined: none was written. */
export type RenderedWebhook = { url: string; headers: [name: string, value: string][]; body: string | undefined };
/** Fills the placeholders for one person; throws `template.invalid` when that fails for this person. */
export type WebhookTemplate = (variables: TemplateVariables) => RenderedWebhook;

/**
 * Prepares a webhook once per version of a step. Values are escaped for where they stand: percent-encoded in the URL, as JSON text in
 * a JSON body. Throws `template.invalid` when a part does not parse.
 */
export function compileWebhook(engine: TemplateEngine, content: WebhookContent): WebhookTemplate {
  const url = engine.parse(content.url, "url");
  const headers = content.headers.map(({ name, value }) => ({
    name: name.toLowerCase(),
    value: engine.parse(value, "text"),
  }));
  const isJson = /^\s*[[{](?![{%])/.test(content.body ?? "");
  const body =
    content.body === undefined || content.body.trim() === ""
      ? undefined
      : engine.parse(content.body, isJson ? "json" : "text");
  return (variables) => {
    const text = body?.(variables);
    if (isJson && text !== undefined) checkJson(text);
    return {
      url: url(variables),
      headers: headers.map(({ name, value }) => [
        name,
        value(variables)
          .replace(/[\p{Cc}]+/gu, " ")
          .trim(),
      ]),
      body: text,
    };
  };
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new AppError("template.invalid", { reason: "the filled body is not valid JSON" }, { cause });
  }
}
