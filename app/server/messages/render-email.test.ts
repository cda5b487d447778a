import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/effect.ts";
import { isStorableText } from "../../engine/text.ts";
import { previewEmail } from "./preview-email.server.ts";

const surroundings = { workspaceName: "Acme & Co", language: "en", timeZone: "Europe/Berlin" } as const;

function preview(body: string, attributes: JsonObject = {}, subject = "Hello {{ customer.name }}") {
  return previewEmail({ subject, preheader: "", body }, { attributes, journeyName: "Trial" }, surroundings);
}

/** The part between the sender's name and the footer, without styles. */
function content(html: string): string {
  return (/<td style="padding:20px 32px 16px">\n([\s\S]*?)\n?<\/td>/.exec(html)?.[1] ?? "")
    .replace(/ style="[^"]*"/g, "")
    .trim();
}

test("Markdown becomes styled HTML, and plain text keeps the addresses of links", () => {
  const mail = preview(
    "# Hi {{ customer.name }}\n\nThis is **bold** and *calm*.\n\n- one\n- two\n\n[Our page](https://example.com/a)",
    { name: "Ana" },
  );
  expect(content(mail.html)).toBe(
    '<h1>Hi Ana</h1>\n<p>This is <strong>bold</strong> and <em>calm</em>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p><a href="https://example.com/a">Our page</a></p>',
  );
  expect(mail.text).toBe(
    "Hi Ana\n\nThis is bold and calm.\n\n- one\n- two\n\nOur page (https://example.com/a)\n\n--\nThis email was sent to you by Acme & Co.\n",
  );
  expect(mail.html).toContain("Acme &#38; Co");
});

test("a button stands on its own line", () => {
  const mail = preview("Before\n\n[[Start now](https://example.com/start?id={{ customer.id }})]\n\nAfter", { id: 7 });
  expect(content(mail.html)).toBe(
    '<p>Before</p>\n<p><a href="https://example.com/start?id=7">Start now</a></p>\n<p>After</p>',
  );
  expect(mail.html).toContain("background:#0b6e75");
  expect(mail.text).toContain("Start now: https://example.com/start?id=7");
});

test("conditions, defaults, dates in the workspace's zone and the journey's name work", () => {
  const body =
    '{% if customer.plan == "pro" %}\nThanks for **Pro**.\n{% else %}\nTry Pro.\n{% endif %}\n\n{{ customer.since | date: "%d.%m.%Y %H:%M" }} {{ customer.city | default: "here" }} {{ journey.name }}';
  expect(content(preview(body, { plan: "pro", since: "2026-07-01T22:30:00Z" }).html)).toContain(
    "02.07.2026 00:30 here Trial",
  );
  expect(preview(body, { plan: "pro" }).text).toContain("Thanks for Pro.");
  expect(preview(body, { plan: "free" }).text).toContain("Try Pro.");
});

test.each([
  ["<script>alert(1)</script>"],
  ["<img src=x onerror=alert(1)>"],
  ['"><svg onload=alert(1)>'],
  ["{{ 7 | times: 7 }}"],
])("what a customer's attribute says stays text: %s", (value) => {
  const mail = preview("Hi {{ customer.name }} and [you](https://example.com/{{ customer.name }})", { name: value });
  expect(mail.html).not.toMatch(/<script|<svg|<img|49/);
  expect(mail.subject).toBe(`Hello ${value}`);
});

test.each([
  ["javascript:alert(1)"],
  ["  JavaScript:alert(1)"],
  ["data:text/html,x"],
  ["vbscript:x"],
  ["//evil.example"],
  ['https://x" onclick="y'],
])("a link from an attribute may not lead to %s", (value) => {
  const mail = preview("[Go]({{ customer.link }})", { link: value });
  expect(content(mail.html)).toMatch(/<a href="(#|https:\/\/x&quot;|https:\/\/x&#34;)[^"<>]*">Go<\/a>/);
  expect(mail.html).not.toContain(' onclick="y');
});

test("a link from an attribute works when it leads to the web", () => {
  expect(content(preview("[Go]({{ customer.link }})", { link: "https://example.com/?a=1&b=2" }).html)).toBe(
    '<p><a href="https://example.com/?a=1&amp;b=2">Go</a></p>',
  );
});

test.each([
  ["<script>alert(1)</script>"],
  ["<iframe src=https://example.com></iframe>"],
  ["[x](javascript:alert(1))"],
  ['<a href="javascript:alert(1)">x</a>'],
  ['<p onclick=alert(1) style="position:fixed">x</p>'],
  ["![x](javascript:alert(1))"],
  ["[[x](javascript:alert(1))]"],
])("markup in the body that could run or cover something is disarmed: %s", (body) => {
  const html = content(preview(body).html);
  expect(html).not.toMatch(/<script|<iframe|href="javascript|src="javascript|<[^>]*onclick|position/i);
});

test("line breaks from an attribute cannot start a new header in the subject", () => {
  expect(preview("x", { name: "Ana\r\nBcc: all@example.com" }).subject).toBe("Hello Ana Bcc: all@example.com");
});

test("NUL and half characters never reach the database", () => {
  const mail = preview("{{ '%00a' | url_decode }}{{ '😀' | slice: 0, 1 }}");
  expect(isStorableText(mail.text)).toBe(true);
  expect(isStorableText(mail.html)).toBe(true);
});

test.each([
  ["an unclosed placeholder", "{{ customer.name", /not closed/],
  ["an unknown filter", "{{ customer.name | explode }}", /explode/],
  ["the raw filter", "{{ customer.name | raw }}", /raw/],
  ["an include", "{% include 'secret' %}", /include/],
  ["a render", "{% render 'secret' %}", /render/],
  [
    "an endless loop",
    "{% for a in (1..10000) %}{% for b in (1..10000) %}{% for c in (1..10000) %}x{% endfor %}{% endfor %}{% endfor %}",
    /limit/,
  ],
  ["a huge range", "{% assign a = (1..100000000) %}{{ a | join: ',' }}", /limit/],
  ["a body over 64 KB", "x".repeat(70_000), /longer/],
])("%s is a fault with a reason", (_, body, reason) => {
  expect(() => preview(body)).toThrow(
    expect.objectContaining({ code: "template.invalid", params: { reason: expect.stringMatching(reason) } }),
  );
});

test("attributes are read, objects' inner workings are not", () => {
  expect(
    preview("{{ customer.constructor }}{{ customer.__proto__ }}{{ customer.name.constructor }}|", { name: "Ana" }).text,
  ).toMatch(/^\|/);
});
