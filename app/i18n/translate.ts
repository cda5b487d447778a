import { createInstance, type i18n, type Resource } from "i18next";
import { initReactI18next } from "react-i18next";
import type { en } from "./en.ts";
import { type Language, languages, type MessagesLike } from "./messages.ts";

export type Messages = MessagesLike<typeof en>;
type ResourceTree = Resource[string][string];

export const languageCookieName = "lotse_language";

/** An i18next instance with one language and its messages, ready at once. */
export function createI18n(language: Language, messages: Messages): i18n {
  const instance = createInstance();
  instance.use(initReactI18next);
  void instance.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { [language]: { translation: messages as ResourceTree } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
  return instance;
}

/** Loads the messages of one language; the browser fetches only the one it shows. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === "de" ? (await import("./de.ts")).de : (await import("./en.ts")).en;
}

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

type LanguageSources = {
  user?: string | null | undefined;
  cookie?: string | undefined;
  acceptLanguage?: string | null | undefined;
};

/** The person's choice, else the cookie, else the browser's wish, else English. */
export function chooseLanguage({ user, cookie, acceptLanguage }: LanguageSources): Language {
  if (isLanguage(user)) return user;
  if (isLanguage(cookie)) return cookie;
  const wishes = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
      return {
        language: tag.toLowerCase().split("-")[0],
        quality: quality === undefined ? 1 : Number(quality.slice(2)),
      };
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wishes.map((wish) => wish.language).find(isLanguage) ?? "en";
}
