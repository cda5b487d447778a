import { expect, test } from "vitest";
import { formatDateTime, formatDuration, formatMoney, formatNumber, formatPercent, formatRelative } from "./format.ts";
import { chooseLanguage } from "./translate.ts";

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

test("numbers, shares and money follow the language", () => {
  expect([formatNumber("en", 4312), formatNumber("de", 4312)]).toEqual(["4,312", "4.312"]);
  expect([formatPercent("en", 0.61), plain(formatPercent("de", 0.61))]).toEqual(["61%", "61 %"]);
  expect([formatPercent("en", 0.0718), plain(formatPercent("de", 0.0718))]).toEqual(["7.2%", "7,2 %"]);
  expect([formatMoney("en", 3100, "EUR"), plain(formatMoney("de", 3100, "EUR"))]).toEqual(["€31.00", "31,00 €"]);
  expect(plain(formatMoney("de", 9610, "JPY"))).toBe("9.610 ¥");
});

test("a moment is written in the zone of the workspace", () => {
  const at = "2026-11-20T14:41:00Z";
  expect(formatDateTime("en", at, "Europe/Berlin")).toBe("20 Nov 2026, 15:41");
  expect(formatDateTime("de", at, "Europe/Berlin")).toBe("20. Nov. 2026, 15:41");
  expect(formatDateTime("en", at, "America/New_York", "time")).toBe("09:41");
});

test("distances and lengths of time use their largest unit", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  expect(formatRelative("en", "2026-11-20T11:58:00Z", now)).toBe("2 minutes ago");
  expect(formatRelative("de", "2026-11-21T12:00:00Z", now)).toBe("morgen");
  expect(formatRelative("en", now, now)).toBe("now");
  expect([plain(formatDuration("en", 19 * 3_600_000)), plain(formatDuration("de", 2.1 * 86_400_000))]).toEqual([
    "19 hrs",
    "2,1 Tg.",
  ]);
});

test("the language is the person's, else the cookie's, else the browser's wish, else English", () => {
  expect(chooseLanguage({ user: "de", cookie: "en", acceptLanguage: "en" })).toBe("de");
  expect(chooseLanguage({ cookie: "de", acceptLanguage: "en" })).toBe("de");
  expect(chooseLanguage({ user: "xx", cookie: "yy", acceptLanguage: "fr, de-AT;q=0.8, en;q=0.5" })).toBe("de");
  expect(chooseLanguage({ acceptLanguage: "de;q=0, fr" })).toBe("en");
  expect(chooseLanguage({})).toBe("en");
});
