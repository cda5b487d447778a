import { Liquid } from "liquidjs";
import { expect, test } from "vitest";
import { AppError } from "../errors/app-error.ts";
import { createTemplateEngine } from "../server/messages/template-engine.server.ts";
import { checkLiquid } from "./liquid-check.ts";

const all = new Liquid();
const engine = createTemplateEngine({ language: "en", timeZone: "UTC" });

function isKnownToCheck(text: string): boolean {
  return checkLiquid("body", text).every(
    ({ params }) =>
      !String(params?.["reason"]).includes("undefined filter") && !String(params?.["reason"]).includes("not found"),
  );
}

function isKnownToSender(text: string): boolean {
  try {
    engine.parse(text, "text");
    return true;
  } catch (cause) {
    const reason = cause instanceof AppError ? String(cause.params["reason"]) : "";
    return !reason.includes("undefined filter") && !reason.includes("not found");
  }
}

test("the check knows exactly the tags and filters that the sender can render", () => {
  const texts = [
    ...Object.keys(all.tags).map((tag) => `{% ${tag} %}`),
    ...Object.keys(all.filters).map((filter) => `{{ x | ${filter} }}`),
    "{{ x | safe_url }}",
    "{% nonsense %}",
    "{{ x | nonsense }}",
  ];
  expect(texts.filter((text) => isKnownToCheck(text) !== isKnownToSender(text))).toEqual([]);
  expect([isKnownToCheck("{% render 'x' %}"), isKnownToCheck("{% if x %}{% endif %}")]).toEqual([false, true]);
});

test("text without placeholders and an absent text have no problem", () => {
  expect(checkLiquid("body", undefined)).toEqual([]);
  expect(checkLiquid("body", "{ not liquid }")).toEqual([]);
});
