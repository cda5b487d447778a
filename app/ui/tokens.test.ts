import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Theme = "light" | "dark";
const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** `#rrggbb` of a token in a theme. */
function colour(name: string, theme: Theme): string {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const single = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css);
  const found = pair?.[theme === "light" ? 1 : 2] ?? single?.[1];
  if (found === undefined) throw new Error(`There is no token --${name}`);
  return found;
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function ratio(front: string, back: string, theme: Theme): number {
  const [lighter, darker] = [colour(front, theme), colour(back, theme)].map(luminance).sort((a, b) => b - a);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const grounds = ["app", "canvas", "surface", "surface-2", "hover"];
const families = ["start", "message", "time", "path", "experiment", "payment", "people", "data", "end"];
const states = ["ok", "warn", "bad", "info"];
const onAll = (names: string[], backs: string[]): [string, string][] =>
  names.flatMap((name) => backs.map((back): [string, string] => [name, back]));

/** Text on its ground: 4.5. */
const texts: [string, string][] = [
  ...onAll(["text", "text-2", "text-3"], grounds),
  ...onAll(["primary"], ["app", "canvas", "surface", "surface-2"]),
  ...onAll(["primary"], ["primary-tint"]),
  ["on-primary", "primary"],
  ["on-primary", "primary-hover"],
  ["on-bad", "bad"],
  ["surface", "text"],
  ["note-ink", "note"],
  ["text-2", "data-tint"],
  ...states.map((state): [string, string] => [state, `${state}-tint`]),
  ...onAll(states, ["surface"]),
  ...families.map((family): [string, string] => [family, `${family}-tint`]),
  ...Array.from({ length: 8 }, (_, index): [string, string] => ["on-presence", `presence-${index + 1}`]),
];

/** Borders of controls, edges, rings, dots: 3. */
const graphics: [string, string][] = [
  ...onAll(["border-strong"], ["surface", "canvas", "app"]),
  ...onAll(["edge"], ["canvas", "surface"]),
  ...onAll(["ring", "live"], grounds),
];

test.each(["light", "dark"] as const)("every text can be read on its ground (%s)", (theme) => {
  const weak = texts
    .filter(([front, back]) => ratio(front, back, theme) < 4.5)
    .map(([front, back]) => `${front} on ${back}: ${ratio(front, back, theme).toFixed(2)}`);
  expect(weak).toEqual([]);
});

test.each(["light", "dark"] as const)("every border, edge and ring stands out from its ground (%s)", (theme) => {
  const weak = graphics
    .filter(([front, back]) => ratio(front, back, theme) < 3)
    .map(([front, back]) => `${front} on ${back}: ${ratio(front, back, theme).toFixed(2)}`);
  expect(weak).toEqual([]);
});

test("the measured ratios are those of ux.md §3", () => {
  expect(ratio("text", "surface", "light")).toBeCloseTo(16.5, 1);
  expect(ratio("primary", "surface", "light")).toBeCloseTo(7.4, 1);
  expect(ratio("text-2", "surface", "dark")).toBeCloseTo(9.0, 0);
});

test("every token that the stylesheet names exists", () => {
  const sheet = readFileSync(new URL("../app.css", import.meta.url), "utf8");
  const named = [...sheet.matchAll(/var\(--([a-z0-9-]+)\)/g)].map(([, name]) => name);
  const missing = named.filter((name) => !css.includes(`--${name}:`));
  expect(missing).toEqual([]);
});
