import { expect, test } from "vitest";
import { aLaterLook, aVisit, bound, faultsOf, stepOf } from "../example-step.ts";
import { webhookNode } from "./webhook.node.ts";

const call = { url: "https://example.com/hooks/{{ customer.id }}?plan={{ customer.plan | url_encode }}" };
const effects = [{ kind: "webhook", slot: 0 }];

test("R42 without a path at `failed` it asks for the call and goes on at once", () => {
  expect(stepOf(webhookNode, call)).toEqual({ kind: "go", port: "next", effects });
});

test("R42 with a path at `failed` it waits for the answer", () => {
  const connectedPorts = new Set(["next", "failed"]);
  expect(stepOf(webhookNode, call, aVisit({ connectedPorts }))).toEqual({ kind: "wait", forEffect: true, effects });
  const inputs = [{ kind: "effect", effect: { slot: 0, outcome: "rejected" } }] as const;
  expect(stepOf(webhookNode, call, aLaterLook(1, { connectedPorts, inputs }))).toEqual({ kind: "go", port: "failed" });
});

test.each([
  ["no scheme", "example.com/x"],
  ["another scheme", "ftp://example.com"],
  ["a script", "javascript:alert(1)"],
  ["customer data in the host", "https://{{ customer.host }}/x"],
  ["customer data glued to the host", "https://example.com{{ customer.path }}"],
  ["a name and password", "https://user:secret@example.com/"],
  ["blanks in the host", "https://exa mple.com/"],
  ["a backslash", "https://example.com\\@internal/"],
])("an address with %s is refused", (_name, url) => {
  expect(faultsOf(webhookNode, { url })).toEqual(["url invalid_url"]);
});

test("an unencrypted address is a warning", () => {
  expect(bound(webhookNode, { url: "http://example.com" }).problems).toEqual([
    { code: "unencrypted_url", field: "url", severity: "warning" },
  ]);
});

test("headers that break the request or belong to Lotse are refused", () => {
  const headers = [
    { name: "X-Plan", value: "{{ customer.plan }}" },
    { name: "Host", value: "internal" },
    { name: "Idempotency-Key", value: "mine" },
  ];
  expect(faultsOf(webhookNode, { ...call, headers })).toEqual([
    "headers.1.name reserved_header",
    "headers.2.name reserved_header",
  ]);
  expect(faultsOf(webhookNode, { ...call, headers: [{ name: "a b", value: "x\r\nY: z" }] })).toEqual([
    "headers.0.name invalid_header",
    "headers.0.value invalid_header",
  ]);
});
