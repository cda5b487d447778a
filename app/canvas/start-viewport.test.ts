import { expect, test } from "vitest";
import type { GraphNode } from "../engine/graph.ts";
import { startView, startViewport } from "./start-viewport.ts";

const node = (x: number, y: number): GraphNode => ({
  id: `n${x}`,
  type: "email",
  name: "",
  position: { x, y },
  settings: {},
});

test("a narrow journey opens centred with its first row at the top", () => {
  const view = startView({ nodes: [node(100, 60), node(300, 200)], notes: [], sections: [] });
  expect(view).toEqual({ centreX: 332, firstX: 232, top: 60, zoom: 1 });
  expect(startViewport(view, 1_000)).toEqual({ x: 168, y: -16, zoom: 1 });
  expect(startViewport(view, 390).x).toBe(195 - 232);
});

test("a wide one opens with its left edge in view", () => {
  const { centreX } = startView({ nodes: [node(0, 0), node(3_000, 0)], notes: [], sections: [] });
  expect(centreX).toBe(500);
});

test("an empty one opens at the origin", () => {
  expect(startView({ nodes: [], notes: [], sections: [] })).toEqual({ centreX: 0, firstX: 0, top: 0, zoom: 1 });
});
