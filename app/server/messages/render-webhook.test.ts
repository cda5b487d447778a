import { expect, test } from "vitest";
import type { JsonObject } from "../../engine/effect.ts";
import { compileWebhook, type WebhookContent } from "./render-webhook.server.ts";
import { createTemplateEngine } from "./template-engine.server.ts";

const engine = createTemplateEngine({ language: "en", timeZone: "UTC" });

function render(content: Partial<WebhookContent>, attributes: JsonObject) {
  const template = compileWebhook(engine, { method: "POST", url: "https://example.com/hook", headers: [], ...content });
  return template({ customer: attributes, journey: { name: "Trial" } });
}

test("a value in the URL cannot leave its place", () => {
  const url = "https://example.com/people/{{ customer.id }}?name={{ customer.name | url_encode }}";
  expect(render({ url }, { id: "../admin?x=1#", name: "Ana & Bo" }).url).toBe(
    "https://example.com/people/..%2Fadmin%3Fx%3D1%23?name=Ana%20%26%20Bo",
  );
});

test("a value in a JSON body stays text, and numbers and objects keep their type", () => {
  const body =
    '{"name":"{{ customer.name }}","age":{{ customer.age }},"tags":{{ customer.tags | json }},"gone":{{ customer.gone | json }}}';
  const rendered = render({ body }, { name: 'A "quoted"\n\\ name', age: 7, tags: ["a", "b"] });
  expect(JSON.parse(rendered.body ?? "")).toEqual({
    name: 'A "quoted"\n\\ name',
    age: 7,
    tags: ["a", "b"],
    gone: null,
  });
});

test("a JSON body that a value breaks is refused for this person", () => {
  expect(() => render({ body: '{"age":{{ customer.age }}}' }, {})).toThrow(
    expect.objectContaining({ code: "template.invalid" }),
  );
});

test("a body that is not JSON is sent as it is", () => {
  expect(render({ body: "name={{ customer.name | url_encode }}" }, { name: "a b" }).body).toBe("name=a+b");
  expect(render({}, {}).body).toBeUndefined();
});

test("a value cannot add a header", () => {
  expect(
    render({ headers: [{ name: "X-Name", value: "{{ customer.name }}" }] }, { name: "a\r\nx-evil: 1" }).headers,
  ).toEqual([["x-name", "a x-evil: 1"]]);
});
