import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphHash } from "../engine/canonical.ts";
import { checkGraph } from "../engine/check-graph.ts";
import type { JsonObject } from "../engine/effect.ts";
import { aGraph, noon } from "../engine/example-journeys.ts";
import { type NodeType, nodeMetrics } from "../engine/node-type.ts";
import { settingsFaults } from "../engine/settings-faults.ts";
import { upgradeGraph } from "../engine/upgrade-graph.ts";
import { de } from "../i18n/de.ts";
import { en } from "../i18n/en.ts";
import { aLaterLook, aVisit, bound } from "./example-step.ts";
import { nodeTypeList } from "./registry.ts";

/** Complete settings of every type: what its promises are tested with. */
const complete: Record<(typeof nodeTypeList)[number]["type"], JsonObject> = {
  "event-entry": {
    eventName: "signed_up",
    filter: { rules: [{ field: "plan", operator: "exists" }] },
    reentry: "always",
  },
  "manual-entry": { reentry: "after-exit" },
  email: { subject: "Hi {{ customer.name }}", body: "Text", to: "work_email", channelId: 3, preheader: "Look" },
  delay: { amount: 2, unit: "hours" },
  "wait-for-event": { eventName: "paid", amount: 1, unit: "days", since: "entry" },
  branch: {
    paths: [{ id: "a", label: "A", condition: { rules: [{ kind: "attribute", field: "plan", operator: "exists" }] } }],
  },
  experiment: {
    variants: [
      { id: "a", label: "A", weight: 30 },
      { id: "b", label: "B", weight: 70 },
    ],
    salt: "offer",
  },
  "update-attribute": {
    changes: [
      { attribute: "plan", value: "pro" },
      { attribute: "old", value: null },
    ],
  },
  "emit-event": { eventName: "seen", properties: [{ name: "n", value: 1 }] },
  webhook: { url: "https://example.com", method: "PUT", headers: [{ name: "X-A", value: "b" }], body: "{}" },
  goal: { name: "Paid" },
  exit: { reason: "Enough" },
};

const messages = { en, de };

test("no two types share a name, and each has its own folder", async () => {
  const names = nodeTypeList.map(({ type }) => type);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) await readFile(join(import.meta.dirname, name, `${name}.node.ts`));
});

describe.each(nodeTypeList.map((type: NodeType) => [type.type, type] as const))("%s", (name, type) => {
  const settings = complete[name as keyof typeof complete];

  test("defaults run, or their faults are codes with words in both languages", () => {
    const result = type.bind(type.defaults);
    const faults = result.ok ? [] : settingsFaults(result.issues, type.defaults);
    for (const { code } of faults) for (const language of [en, de]) expect(language.problems).toHaveProperty([code]);
    expect(result.ok || faults.length > 0).toBe(true);
  });

  test("complete settings have no faults and survive storing", () => {
    expect(bound(type, settings).problems).toEqual([]);
    const graph = aGraph([{ id: "a", type: name, settings }]);
    const stored = upgradeGraph(JSON.parse(JSON.stringify(graph)));
    expect(stored).toEqual(graph);
    expect(graphHash(stored)).toBe(graphHash(graph));
    expect(upgradeGraph(stored)).toEqual(stored);
  });

  test("ports are unique, fit into an edge, and hold the optional ones", () => {
    const ports = type.ports(settings);
    expect(new Set(ports).size).toBe(ports.length);
    for (const port of ports) expect(port).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(ports).toEqual(expect.arrayContaining([...type.optionalPorts]));
  });

  test("whatever the raw settings are, ports and faults come without a throw", () => {
    const keys = fc.constantFrom(...Object.keys(settings), ...Object.keys(type.defaults), "other");
    const anySettings = fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 });
    fc.assert(
      fc.property(anySettings, (raw) => {
        const draft = raw as JsonObject;
        expect(Array.isArray(type.ports(draft))).toBe(true);
        for (const port of type.ports(draft)) expect(typeof type.waits(draft, port)).toBe("boolean");
        const result = type.bind(draft);
        const faults = result.ok ? result.node.problems : settingsFaults(result.issues, draft);
        for (const { code } of faults) expect(en.problems).toHaveProperty([code]);
      }),
      { seed: 1 },
    );
  });

  test("the same step twice gives the same result, by a port it has, and never waits in the past", () => {
    const looks = [
      aVisit(),
      aLaterLook(1),
      aLaterLook(10_000),
      aVisit({ connectedPorts: new Set(type.ports(settings)) }),
    ];
    for (const context of looks) {
      const result = bound(type, settings).step(context);
      expect(bound(type, settings).step(context)).toEqual(result);
      if (result.kind === "go") expect(type.ports(settings)).toContain(result.port);
      if (result.kind === "wait" && result.until) expect(result.until.getTime()).toBeGreaterThan(context.now.getTime());
    }
  });

  test("it enters only where it is an entry", () => {
    expect(bound(type, settings).entry !== undefined).toBe(type.isEntry);
    if (type.isEntry)
      expect(bound(type, settings).entry?.accepts({ name: "other", properties: {}, at: noon }, {})).toBe(false);
  });

  test.each(["en", "de"] as const)(
    "label, description and exits have words, and the help is there (%s)",
    async (language) => {
      const words = messages[language].nodes[name as keyof typeof complete];
      expect([words.label, words.description].every((text) => text.length > 2)).toBe(true);
      const fixedPorts = type.ports({}).filter((port) => port !== "a" && port !== "b");
      expect(Object.keys(words.ports)).toEqual(expect.arrayContaining(fixedPorts));
      const help = await readFile(join(import.meta.dirname, name, `${name}.${language}.md`), "utf8");
      const wordCount = help.split(/\s+/).length;
      expect(wordCount).toBeGreaterThan(50);
      expect(wordCount).toBeLessThan(130);
    },
  );

  test("its numbers are known ones with a label in both languages", () => {
    for (const metric of type.metrics) {
      expect(nodeMetrics).toContain(metric);
      for (const language of [en, de]) expect(language.canvas).toHaveProperty(["figure", metric]);
    }
  });
});

test("every code that checkGraph gives has words in both languages", () => {
  const graph = aGraph(
    [
      { id: "a", type: "event-entry", settings: { eventName: "x", reentry: "always" } },
      { id: "b", type: "emit-event", settings: { eventName: "x" } },
      { id: "b", type: "fax" },
      { id: "c", type: "goal" },
    ],
    ["a>b", "b>a", "b>a", "b:odd>c", "c>gone"],
  );
  const noEntry = aGraph([{ id: "a", type: "goal" }]);
  const types = new Map(nodeTypeList.map((type: NodeType) => [type.type, type]));
  const codes = [graph, noEntry].flatMap((each) => checkGraph(each, types).problems.map(({ code }) => code));
  expect(new Set(codes).size).toBeGreaterThanOrEqual(8);
  for (const code of codes) for (const language of [en, de]) expect(language.problems).toHaveProperty([code]);
});
