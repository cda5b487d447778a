import { expect, test } from "vitest";
import { edgePath } from "./edge-path.ts";

test("a target straight below is a straight line", () => {
  expect(edgePath({ x: 10, y: 0 }, { x: 10, y: 80 })).toEqual({ path: "M10,0L10,80", middle: { x: 10, y: 40 } });
});

test("a target aside turns twice with corners of 12", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 100, y: 80 }).path).toBe("M0,0L0,28Q0,40 12,40L88,40Q100,40 100,52L100,80");
});

test("close columns get smaller corners instead of a kink", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 10, y: 80 }).path).toBe("M0,0L0,35Q0,40 5,40L5,40Q10,40 10,45L10,80");
});

test("a target above is reached around the side", () => {
  const { path, middle } = edgePath({ x: 0, y: 200 }, { x: 0, y: 0 });
  expect(middle).toEqual({ x: 160, y: 100 });
  expect(path.startsWith("M0,200L0,211")).toBe(true);
  expect(path.endsWith("L0,0")).toBe(true);
});

test("a sidestep of a few pixels is drawn as one line", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 4, y: 80 }).path).toBe("M0,0L4,80");
});
