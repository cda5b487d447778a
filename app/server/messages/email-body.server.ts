import { Marked, type TokenizerAndRendererExtension } from "marked";
import sanitizeHtml from "sanitize-html";
import { AppError } from "../../errors/app-error.ts";
import { isSafeUrl, PARSE_LIMIT } from "./template-engine.server.ts";

export type BodySource = { html: string; text: string };

const placeholder = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const styles: Readonly<Record<string, string>> = {
  p: "margin:0 0 16px;font-size:16px;line-height:26px;color:#1f2a33",
  h1: "margin:0 0 16px;font-size:24px;line-height:32px;font-weight:600;color:#1f2a33",
  h2: "margin:24px 0 12px;font-size:20px;line-height:28px;font-weight:600;color:#1f2a33",
  h3: "margin:24px 0 8px;font-size:16px;line-height:24px;font-weight:600;color:#1f2a33",
  ul: "margin:0 0 16px;padding-left:24px;color:#1f2a33",
  ol: "margin:0 0 16px;padding-left:24px;color:#1f2a33",
  li: "margin:0 0 6px;font-size:16px;line-height:26px",
  blockquote: "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #d5dce2;color:#45525f",
  code: "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px",
  hr: "border:0;border-top:1px solid #e3e8ec;margin:24px 0",
  img: "max-width:100%;height:auto;border:0",
  a: "color:#0b6e75;text-decoration:underline",
};
const buttonStyle = `display:inline-block;padding:12px 24px;border-radius:8px;background:#0b6e75;color:#ffffff;${font};font-size:16px;line-height:20px;font-weight:600;text-decoration:none`;

/** `[[Label](https://…)]` on a line of its own is a button. */
const button: TokenizerAndRendererExtension = {
  name: "button",
  level: "block",
  start: (source) => source.match(/^\[\[/m)?.index,
  tokenizer: (source) => {
    const match = /^\[\[([^\]\n]+)\]\(([^)\n]+)\)\][ \t]*(?:\n+|$)/.exec(source);
    return match ? { type: "button", raw: match[0], label: match[1], href: match[2] } : undefined;
  },
  renderer: ({ label, href }) =>
    `<p><a class="button" href="${escapeHtml(String(href))}">${escapeHtml(String(label))}</a></p>\n`,
};
const markdown = new Marked({ gfm: true, breaks: true, async: false, extensions: [button] });

/**
 * Turns a body written in Markdown into safe HTML and plain text that still hold their placeholders. Done once per version of a
 * step; per customer only the placeholders are filled, each escaped. Throws `template.invalid` when the body is too long.
 */
export function compileBody(body: string): BodySource {
  if (body.length > PARSE_LIMIT)
    throw new AppError("template.invalid", { reason: `longer than ${PARSE_LIMIT} characters` });
  const { text, restore, isHeld } = holdPlaceholders(body);
  const rough = markdown.parse(text, { async: false });
  const clean = sanitizeHtml(rough, sanitizeOptions(isHeld));
  return { html: unwrapTags(restore(guardLinks(clean, isHeld))), text: restore(plainText(text)) };
}

/** Placeholders are replaced by plain words while Markdown is read, so that neither sees the other's special characters. */
function holdPlaceholders(body: string): {
  text: string;
  restore: (html: string) => string;
  isHeld: (text: string) => boolean;
} {
  let mark = "lotsehold";
  while (body.includes(mark)) mark += "x";
  const held: string[] = [];
  const text = body.replace(placeholder, (tag) => `${mark}${held.push(tag) - 1}z`);
  const pattern = new RegExp(`${mark}(\\d+)z`, "g");
  return {
    text,
    restore: (html) => html.replace(pattern, (_, index: string) => held[Number(index)] ?? ""),
    isHeld: (part) => part.includes(mark),
  };
}

function sanitizeOptions(isHeld: (text: string) => boolean): sanitizeHtml.IOptions {
  const style = (tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag => {
    const { style: _, class: className, ...others } = attribs;
    const isButton = tagName === "a" && className === "button";
    return { tagName, attribs: { ...others, style: isButton ? buttonStyle : (styles[tagName] ?? "") } };
  };
  return {
    allowedTags: [
      "p",
      "h1",
      "h2",
      "h3",
      "ul",
      "ol",
      "li",
      "blockquote",
      "code",
      "pre",
      "hr",
      "br",
      "strong",
      "em",
      "del",
      "a",
      "img",
    ],
    allowedAttributes: { "*": ["style"], a: ["href", "style"], img: ["src", "alt", "style"], ol: ["start", "style"] },
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesByTag: { img: ["https", "http"] },
    allowProtocolRelative: false,
    disallowedTagsMode: "escape",
    exclusiveFilter: (frame) => frame.tag === "img" && !isSafeUrl(frame.attribs["src"] ?? ""),
    transformTags: {
      ...Object.fromEntries(Object.keys(styles).map((tag) => [tag, style])),
      a: (tagName, attribs) => {
        const href = attribs["href"] ?? "";
        const isKept = isSafeUrl(href) || isHeld(href);
        return style(tagName, isKept ? attribs : { class: attribs["class"] ?? "" });
      },
    },
  };
}

/** A link whose address comes from a placeholder is checked when it is filled: `javascript:` in an attribute leads nowhere. */
function guardLinks(html: string, isHeld: (text: string) => boolean): string {
  return html.replace(/ href="([^"]*)"/g, (attribute, href: string) =>
    isHeld(href) ? ` href="{% capture lotse_href %}${href}{% endcapture %}{{ lotse_href | safe_url }}"` : attribute,
  );
}

/** `{% if … %}` on a line of its own is not a paragraph. */
function unwrapTags(html: string): string {
  return html.replace(/<p[^>]*>\s*((?:\{%[^%]*%\}\s*(?:<br \/>)?\s*)+)<\/p>/g, "$1");
}

function plainText(source: string): string {
  return source
    .replace(/^\[\[([^\]\n]+)\]\(([^)\n]+)\)\][ \t]*$/gm, "$1: $2")
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/g, (_, label: string, href: string) =>
      label === href ? href : `${label} (${href})`,
    )
    .replace(/^#{1,6}\s+/gm, "")
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replace(/(?<![\w*])[*_](?=\S)([^*_\n]*?\S)[*_](?![\w*])/g, "$1")
    .replace(/^[*+]\s+/gm, "- ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
