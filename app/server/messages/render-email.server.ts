import { outbox as german } from "../../i18n/de/outbox.ts";
import { outbox as english } from "../../i18n/en/outbox.ts";
import { compileBody } from "./email-body.server.ts";
import { layoutEmail } from "./email-layout.server.ts";
import type { Locale, TemplateEngine, TemplateVariables } from "./template-engine.server.ts";

/** What a marketer writes; every part may hold placeholders. */
export type EmailContent = { subject: string; preheader: string; body: string };
/** Whose mail it is: the name above and below the text, and the language around it. */
export type EmailFrame = { workspaceName: string; language: Locale["language"] };
export type RenderedEmail = { subject: string; preheader: string; html: string; text: string };
/** Fills the placeholders for one person; throws `template.invalid` when that fails for this person. */
export type EmailTemplate = (variables: TemplateVariables) => RenderedEmail;

/** Prepares an e-mail once per version of a step. Throws `template.invalid` when a part does not parse. */
export function compileEmail(engine: TemplateEngine, content: EmailContent, frame: EmailFrame): EmailTemplate {
  const body = compileBody(content.body);
  const subject = engine.parse(content.subject, "text");
  const preheader = engine.parse(content.preheader, "text");
  const html = engine.parse(body.html, "html");
  const text = engine.parse(body.text, "text");
  const messages = frame.language === "de" ? german : english;
  const footer = messages.mail.footer.replace("{{workspace}}", () => frame.workspaceName);
  return (variables) => {
    const filled = { subject: oneLine(subject(variables)), preheader: oneLine(preheader(variables)) };
    const around = { language: frame.language, sender: frame.workspaceName, footer };
    return {
      ...filled,
      html: layoutEmail({ ...around, ...filled, content: html(variables) }),
      text: `${text(variables).trim()}\n\n--\n${footer}\n`,
    };
  };
}

/** A line break in a subject would start a new header. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim()
    .slice(0, 998);
}
