import { createContext, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  type DateStyle,
  formatDateTime,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRelative,
} from "./format.ts";
import type { Language } from "./messages.ts";
import { isLanguage } from "./translate.ts";

/** The workspace's time zone; the app layout provides it, so that server and browser write the same times. */
export const TimeZoneContext = createContext("UTC");

/** The language of the page. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : "en";
}

/** The formatters bound to the page's language and the workspace's time zone. */
export function useFormat() {
  const language = useLanguage();
  const timeZone = useContext(TimeZoneContext);
  return useMemo(
    () => ({
      language,
      timeZone,
      number: (value: number, options?: Intl.NumberFormatOptions) => formatNumber(language, value, options),
      percent: (share: number) => formatPercent(language, share),
      money: (amountMinor: number, currency: string) => formatMoney(language, amountMinor, currency),
      dateTime: (at: Date | string, style?: DateStyle) => formatDateTime(language, at, timeZone, style),
      relative: (at: Date | string, now: Date | string) => formatRelative(language, at, now),
      duration: (milliseconds: number) => formatDuration(language, milliseconds),
    }),
    [language, timeZone],
  );
}
