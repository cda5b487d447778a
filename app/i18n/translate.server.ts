import type { i18n } from "i18next";
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Language } from "./messages.ts";
import { createI18n } from "./translate.ts";

const instances = new Map<Language, i18n>();

/** The server's translator of one language; it never changes after its first use, so requests share it. */
export function serverI18n(language: Language): i18n {
  const known = instances.get(language);
  if (known) return known;
  const instance = createI18n(language, language === "de" ? de : en);
  instances.set(language, instance);
  return instance;
}
