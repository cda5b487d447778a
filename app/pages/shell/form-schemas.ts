import { z } from "zod";
import { isStorableText } from "../../engine/text.ts";
import { faultOf } from "../../errors/fault.ts";
import { languages } from "../../i18n/messages.ts";

const MAX_EMAIL = 254;
const MIN_PASSWORD = 10;
const MAX_PASSWORD = 128;

/** A line of text that has to be there. */
export const requiredText = (maximum: number) =>
  z
    .string({ error: "common.error.required" })
    .trim()
    .min(1, { error: "common.error.required" })
    .max(maximum, { error: faultOf("common.error.tooLong", { maximum }) })
    .refine(isStorableText, { error: "common.error.badCharacters" });

export const emailText = z
  .string({ error: "common.error.required" })
  .trim()
  .toLowerCase()
  .max(MAX_EMAIL, { error: faultOf("common.error.tooLong", { maximum: MAX_EMAIL }) })
  .pipe(z.email({ error: "common.error.email" }));

export const newPassword = z
  .string({ error: "common.error.required" })
  .min(MIN_PASSWORD, { error: faultOf("common.error.passwordShort", { minimum: MIN_PASSWORD }) })
  .max(MAX_PASSWORD, { error: faultOf("common.error.tooLong", { maximum: MAX_PASSWORD }) });

export const languageChoice = z.enum(languages, { error: "common.error.required" });

/** A name of the time zone database. */
export const timeZoneChoice = z
  .string({ error: "common.error.required" })
  .refine(isTimeZone, { error: "common.error.timeZone" });

export const roleChoice = z.enum(["owner", "admin", "editor", "viewer"], { error: "common.error.required" });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
