import i18next from "i18next";
import { en } from "../../i18n/en.ts";

const english = i18next.createInstance();
void english.init({
  lng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The English text of a message key, for answers to programs; undefined if there is no such key. */
export function englishText(key: string, params: Record<string, string | number | boolean>): string | undefined {
  return english.exists(key, params) ? english.t(key, params) : undefined;
}
