import { expect, test } from "vitest";
import { emptyGraph, type GraphNode } from "../engine/graph.ts";
import { clippingText, readClipping } from "./clipboard.ts";

const node: GraphNode = {
  id: "a",
  type: "email",
  name: "Hello",
  position: { x: 0, y: 0 },
  settings: { subject: "Hi" },
};

test("what was copied comes back as it was", () => {
  const fragment = { ...emptyGraph, nodes: [node] };
  expect(readClipping(clippingText(fragment))).toEqual(fragment);
});

test("anything that is not a copied part of a journey is left alone", () => {
  for (const text of ["hello", "{", "{}", '{"lotse":"steps"}', "null"]) expect(readClipping(text)).toBeUndefined();
});
