import type { Language } from "./messages.ts";

const localeOf: Record<Language, string> = { en: "en-GB", de: "de-DE" };
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function cached<Format extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const known = cache.get(key) as Format | undefined;
  if (known) return known;
  const made = make();
  cache.set(key, made);
  return made;
}

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return cached(`n${language}${JSON.stringify(options)}`, () => new Intl.NumberFormat(localeOf[language], options));
}

/** `4,312` / `4.312`. */
export function formatNumber(language: Language, value: number, options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(language, options).format(value);
}

/** A share of 1: `61%` / `61 %`; below 10 % one digit after the point. */
export function formatPercent(language: Language, share: number): string {
  const isSmall = share !== 0 && Math.abs(share) < 0.0995;
  return numberFormat(language, { style: "percent", maximumFractionDigits: isSmall ? 1 : 0 }).format(share);
}

/** An amount in the smallest unit of its currency: `€31.00` / `31,00 €`. */
export function formatMoney(language: Language, amountMinor: number, currency: string): string {
  const format = numberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}

export type DateStyle = "dateTime" | "date" | "time" | "day" | "seconds";
const dateOptions: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  dateTime: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "long" },
  seconds: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** A moment in the given zone: `20 Nov 2026, 15:41` / `20. Nov. 2026, 15:41`. */
export function formatDateTime(
  language: Language,
  at: Date | string,
  timeZone: string,
  style: DateStyle = "dateTime",
): string {
  const format = cached(
    `d${language}${style}${timeZone}`,
    () => new Intl.DateTimeFormat(localeOf[language], { ...dateOptions[style], timeZone, hourCycle: "h23" }),
  );
  return format.format(new Date(at));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function largestStep(seconds: number): [Intl.RelativeTimeFormatUnit, number] {
  return steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
}

/** How far `at` is from `now`: `2 minutes ago` / `vor 2 Minuten`. */
export function formatRelative(language: Language, at: Date | string, now: Date | string): string {
  const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1_000;
  const [unit, size] = largestStep(seconds);
  const format = cached(`r${language}`, () => new Intl.RelativeTimeFormat(localeOf[language], { numeric: "auto" }));
  return format.format(Math.trunc(seconds / size), unit);
}

/** A length of time in its largest unit: `19 hr` / `19 Std.`, with one digit where it is small. */
export function formatDuration(language: Language, milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  const [unit, size] = largestStep(seconds);
  const value = seconds / size;
  return numberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && size > 1 ? 1 : 0,
  }).format(value);
}
