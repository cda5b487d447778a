import { Liquid, type LiquidOptions, type Template } from "liquidjs";
import type { JsonObject } from "../../engine/effect.ts";
import { AppError } from "../../errors/app-error.ts";

export const PARSE_LIMIT = 64 * 1024;
const RENDER_LIMIT_MS = 500;
const MEMORY_LIMIT = 1_000_000;

/** Tags that only choose, repeat or keep text. Everything that reads files or leaves the template is taken away. */
const allowedTags = new Set([
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

export type TemplateVariables = { customer: JsonObject; journey: { name: string } };
export type Locale = { language: "en" | "de"; timeZone: string };
/** Where the text will stand; decides how values are escaped. */
export type OutputKind = "html" | "text" | "url" | "json";

export type TemplateEngine = {
  /** Throws `template.invalid` with a reason and the line when the text does not parse. */
  parse: (text: string, kind: OutputKind) => ParsedTemplate;
};
/** Renders with variables; throws `template.invalid` when a limit is hit or a filter fails. */
export type ParsedTemplate = (variables: TemplateVariables) => string;

/** Liquid for e-mails and webhooks, in the workspace's language and time zone, with strict limits and without a file system. */
export function createTemplateEngine(locale: Locale): TemplateEngine {
  const engines = new Map<OutputKind, Liquid>();
  return {
    parse: (text, kind) => {
      const engine = engines.get(kind) ?? liquidFor(locale, kind);
      engines.set(kind, engine);
      const templates = guarded(() => engine.parse(text));
      return (variables) => guarded(() => renderText(engine, templates, variables));
    },
  };
}

function liquidFor({ language, timeZone }: Locale, kind: OutputKind): Liquid {
  const options: LiquidOptions = {
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    jsTruthy: false,
    cache: false,
    dynamicPartials: false,
    templates: {},
    locale: language,
    timezoneOffset: timeZone,
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    ...(kind === "text" ? {} : { outputEscape: escapes[kind] }),
  };
  const engine = new Liquid(options);
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name];
  // `raw` would let a customer's attribute become markup.
  delete engine.filters["raw"];
  engine.registerFilter("safe_url", safeUrlFilter);
  // What these write is right for its place already and must not be escaped once more.
  if (kind === "url") engine.registerFilter("url_encode", { handler: encodeText, raw: true });
  if (kind === "json")
    engine.registerFilter("json", { handler: (value: unknown) => JSON.stringify(value ?? null), raw: true });
  return engine;
}

const asText = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
const encodeText = (value: unknown): string => encodeURIComponent(asText(value).replace(/\p{Surrogate}/gu, ""));
const escapes = {
  html: "escape",
  url: encodeText,
  json: (value: unknown) => JSON.stringify(asText(value)).slice(1, -1),
} as const satisfies Record<Exclude<OutputKind, "text">, LiquidOptions["outputEscape"]>;

/** Values reach it escaped already (they were captured from HTML output), so it must not be escaped again. */
const safeUrlFilter = {
  handler: (value: unknown) => (isSafeUrl(String(value ?? "")) ? String(value) : "#"),
  raw: true,
};

/** Whether a link may go there: web, mail and phone only. Also used on addresses without placeholders. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)[^\s"'<>]*$/i.test(url.trim());
}

function renderText(engine: Liquid, templates: Template[], variables: TemplateVariables): string {
  const text: unknown = engine.renderSync(templates, variables);
  return dropUnstorable(String(text));
}

/** Takes out what Postgres cannot store: filters and answers can hold NUL and half characters. */
export function dropUnstorable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "");
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new AppError("template.invalid", { reason: reasonOf(cause) }, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : "unknown";
  return (
    message
      .split("\n")[0]
      ?.replace(/, file:\S+/, "")
      .slice(0, 300) ?? "unknown"
  );
}
