import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { de } from "./de.ts";
import { en } from "./en.ts";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return typeof value === "string" ? [[path, value]] : [...flatten(value, path)];
  });
  return new Map(entries);
}

const english = flatten(en);
const german = flatten(de);
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name]) => name ?? "").toSorted();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

test("English and German have the same keys", () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test("English and German have the same placeholders", () => {
  // The singular of a plural may say "one" in words.
  const compared = [...english].filter(([key]) => !key.endsWith("_one"));
  const different = compared
    .filter(([key, text]) => placeholders(text).join() !== placeholders(german.get(key) ?? "").join())
    .map(([key]) => key);
  expect(different).toEqual([]);
});

test("no text is empty or has space at its ends", () => {
  const faulty = [...english, ...german]
    .filter(([, text]) => text.trim() === "" || text !== text.trim())
    .map(([key]) => key);
  expect(faulty).toEqual([]);
});

test("every plural has one and other", () => {
  const stems = [...english.keys()]
    .filter((key) => /_(one|other)$/.test(key))
    .map((key) => key.replace(/_(one|other)$/, ""));
  const incomplete = [...new Set(stems)].filter((stem) => !english.has(`${stem}_one`) || !english.has(`${stem}_other`));
  expect(incomplete).toEqual([]);
});

test("every key written out in the sources exists", () => {
  const missing = sources("app").flatMap((file) => {
    const keys = [...readFileSync(file, "utf8").matchAll(/\bt\(\s*"([a-zA-Z0-9_.]+)"/g)].map(([, key]) => key ?? "");
    return keys.filter((key) => !english.has(key) && !english.has(`${key}_other`)).map((key) => `${file}: ${key}`);
  });
  expect(missing).toEqual([]);
});

test("texts keep to the voice: no exclamation marks, no please", () => {
  const faulty = [...english, ...german].filter(([, text]) => /!|\bplease\b|\bbitte\b/i.test(text)).map(([key]) => key);
  expect(faulty).toEqual([]);
});
