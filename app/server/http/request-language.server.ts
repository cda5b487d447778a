import type { Language } from "../../i18n/messages.ts";
import { chooseLanguage, languageCookieName } from "../../i18n/translate.ts";
import { readCookie } from "./cookies.server.ts";

/** The language of somebody who has no account yet: their cookie, else what the browser wishes. */
export function requestLanguage({ headers }: Pick<Request, "headers">): Language {
  return chooseLanguage({
    cookie: readCookie(headers, languageCookieName),
    acceptLanguage: headers.get("accept-language"),
  });
}
