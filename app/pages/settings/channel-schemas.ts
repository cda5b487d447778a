import { z } from "zod";
import { providerIds } from "../../providers/registry.ts";
import { emailText, requiredText } from "../shell/form-schemas.ts";

const headerSigns = /[\p{Cc}<>"\\]/u;

/** The fields of a channel; what a provider asks beyond them is checked by the use case. */
export const channelSchema = z.object({
  provider: z.enum(providerIds, { error: "common.error.required" }),
  name: requiredText(80),
  fromName: requiredText(120).refine((text) => !headerSigns.test(text), { error: "common.error.badCharacters" }),
  fromEmail: emailText,
  replyTo: emailText.optional(),
  secret: z.string().max(300).optional(),
});

export const testSchema = z.object({ to: emailText });
