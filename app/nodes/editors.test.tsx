import type { i18n } from "i18next";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { describe, expect, test } from "vitest";
import { checkGraph } from "../engine/check-graph.ts";
import type { JsonObject } from "../engine/effect.ts";
import { aGraph } from "../engine/example-journeys.ts";
import type { NodeType } from "../engine/node-type.ts";
import { createI18n, loadMessages } from "../i18n/translate.ts";
import { nodeEditors } from "./editors.tsx";
import type { NodeEditor, Vocabulary } from "./node-editor.ts";
import { nodeTypeList, nodeTypes } from "./registry.ts";

const languages: Record<"en" | "de", i18n> = {
  en: createI18n("en", await loadMessages("en")),
  de: createI18n("de", await loadMessages("de")),
};

const vocabulary: Vocabulary = {
  eventNames: ["project_created", "paid"],
  attributes: [
    { name: "plan", type: "text" },
    { name: "isAdmin", type: "boolean" },
  ],
  channels: [
    { id: 1, name: "Sandbox", provider: "sandbox" },
    { id: 2, name: "Resend", provider: "resend" },
  ],
};

const oddSettings: JsonObject[] = [
  {},
  {
    eventName: 5,
    filter: "x",
    amount: "two",
    unit: 3,
    paths: "no",
    variants: { a: 1 },
    changes: null,
    properties: 7,
    headers: [1],
  },
  {
    paths: [null, { id: "a", condition: { rules: [{}, { kind: "event" }, 4] } }, { condition: 7 }],
    variants: [{}, { id: "b", weight: "half" }],
    changes: [{}, { attribute: "a", value: null }, { attribute: "b", value: true }, 5],
    properties: [{ name: "x", value: 1 }, {}],
    filter: { match: "some", rules: [{ field: "a", operator: "in", value: ["x", "y"] }, { operator: "before" }] },
    headers: [{ name: "A" }],
    subject: 12,
    channelId: 99,
  },
];

function render(language: "en" | "de", form: ReactElement): string {
  return renderToStaticMarkup(<I18nextProvider i18n={languages[language]}>{form}</I18nextProvider>);
}

// What a missing translation would look like: its own key.
const bareKey = /\b(nodes|problems|common)\.[a-z-]+\.[a-zA-Z.]+/;

describe.each(nodeTypeList.map((type: NodeType) => [type.type, type] as const))("%s", (name, type) => {
  const editor: NodeEditor = nodeEditors[name as keyof typeof nodeEditors];

  test.each(["en", "de"] as const)(
    "form, summary and exits bear any settings, and every word is translated (%s)",
    (language) => {
      const { t } = languages[language];
      for (const settings of [type.defaults, ...oddSettings]) {
        const { problems } = checkGraph(aGraph([{ id: "a", type: name, settings }]), nodeTypes);
        const byField = Object.fromEntries(
          problems.flatMap(({ field, code, params }) =>
            field === undefined ? [] : [[field, t(`problems.${code}`, params)]],
          ),
        );
        for (const isReadOnly of [false, true]) {
          const change = (): void => undefined;
          const html = render(
            language,
            <editor.Form
              nodeId="a"
              settings={settings}
              change={change}
              problems={byField}
              isReadOnly={isReadOnly}
              vocabulary={vocabulary}
            />,
          );
          expect(html).not.toMatch(bareKey);
          expect(html).not.toContain("{{ ");
        }
        const words = [
          editor.summary(settings, t),
          ...type.ports(settings).map((port) => editor.portLabel(port, settings, t)),
        ];
        for (const text of words) {
          expect(text).not.toMatch(bareKey);
          expect(text.trim()).not.toBe("");
        }
      }
    },
  );

  test("every control of a read-only form is locked and every control has a name", () => {
    const html = render(
      "en",
      <editor.Form
        nodeId="a"
        settings={type.defaults}
        change={() => undefined}
        problems={{}}
        isReadOnly
        vocabulary={vocabulary}
      />,
    );
    for (const [control] of html.matchAll(/<(input|select|textarea)\b[^>]*>/g)) {
      expect(control).toMatch(/ (disabled|readOnly|readonly)=""/i);
      expect(control).toMatch(/ (id|aria-label)="/);
    }
    expect(html).not.toContain("<button");
  });

  test("the help is there in both languages", () => {
    expect(editor.help.en).toContain("**Example.**");
    expect(editor.help.de).toContain("**Beispiel.**");
  });
});

function summaryOf(language: "en" | "de", type: keyof typeof nodeEditors, settings: JsonObject): string {
  return nodeEditors[type].summary(settings, languages[language].t);
}

test("summary lines read like sentences, with real quotes and plurals", () => {
  const wait = { eventName: "project_created", amount: 2, unit: "days" };
  expect(summaryOf("en", "wait-for-event", wait)).toBe("Waits up to 2 days for “project_created”");
  expect(summaryOf("de", "wait-for-event", wait)).toBe("Wartet höchstens 2 Tage auf „project_created“");
  expect(summaryOf("en", "delay", { amount: 1, unit: "hours" })).toBe("Waits 1 hour");
  expect(summaryOf("de", "delay", { amount: 1, unit: "hours" })).toBe("Wartet 1 Stunde");
  expect(summaryOf("de", "delay", { amount: 1_500, unit: "minutes" })).toBe("Wartet 1.500 Minuten");
  expect(summaryOf("en", "email", { subject: "Welcome & enjoy" })).toBe("“Welcome & enjoy”");
  expect(summaryOf("en", "webhook", { url: "https://crm.example.com/x", method: "PUT" })).toBe("PUT crm.example.com");
  expect(summaryOf("en", "experiment", nodeTypes.get("experiment")?.defaults ?? {})).toBe("A 50% : B 50%");
  const rule = { kind: "attribute", field: "plan", operator: "in", value: ["pro", "team"] };
  const branch = { paths: [{ id: "a", condition: { rules: [rule] } }] };
  expect(summaryOf("en", "branch", branch)).toBe("plan is one of pro, team");
  expect(summaryOf("de", "branch", { paths: [...branch.paths, ...branch.paths] })).toBe("2 Wege und alle anderen");
  expect(summaryOf("de", "update-attribute", { changes: [{ attribute: "plan", value: true }] })).toBe(
    "Setzt plan auf ja",
  );
});

test("exits are called what people named them", () => {
  const { t } = languages.de;
  const paths = [{ id: "x", label: "Große Firmen" }, { id: "y" }];
  expect(["x", "y", "else"].map((port) => nodeEditors.branch.portLabel(port, { paths }, t))).toEqual([
    "Große Firmen",
    "Weg 2",
    "Alle anderen",
  ]);
});
