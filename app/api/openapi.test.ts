import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { errorCatalogue } from "../errors/app-error.ts";
import { endpoints } from "./contract.ts";
import { openApiDocument } from "./openapi.ts";

const document = openApiDocument({ baseUrl: "https://lotse.test" });

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect(result).toMatchObject({ valid: true });
  expect(validator.version).toBe("3.1");
});

test("it has every operation of the contract with its answer and its refusals", () => {
  const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(([method, operation]) => `${method} ${path} ${operation.operationId}`),
  );
  const wanted = Object.entries(endpoints).map(([name, { method, path }]) => `${method} ${path} ${name}`);
  expect(found.sort()).toEqual(wanted.sort());
  for (const [, { method, path, status, errors }] of Object.entries(endpoints)) {
    const responses = document.paths?.[path]?.[method]?.responses ?? {};
    const statuses = [status, ...errors.map((code) => errorCatalogue[code].status)].map(String);
    expect(Object.keys(responses).sort()).toEqual([...new Set(statuses)].sort());
  }
});

test("path parameters and their places agree", () => {
  for (const { path, params } of Object.values(endpoints)) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params.shape)).toEqual(places);
  }
});
