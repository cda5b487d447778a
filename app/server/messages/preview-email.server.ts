import type { JsonObject } from "../../engine/effect.ts";
import { compileEmail, type EmailContent, type EmailFrame, type RenderedEmail } from "./render-email.server.ts";
import { createTemplateEngine, type Locale } from "./template-engine.server.ts";

type Sample = { attributes: JsonObject; journeyName: string };
type Surroundings = EmailFrame & Pick<Locale, "timeZone">;

/** An e-mail as one person would see it, for the inspector and test sends. Throws `template.invalid` with the reason. */
export function previewEmail(content: EmailContent, sample: Sample, surroundings: Surroundings): RenderedEmail {
  const template = compileEmail(createTemplateEngine(surroundings), content, surroundings);
  return template({ customer: sample.attributes, journey: { name: sample.journeyName } });
}
