import { expect, test } from "vitest";
import { followFieldStay } from "./field-stay.ts";

test("moving the focus begins a new stay, typing does not", () => {
  const page = new EventTarget();
  const stay = followFieldStay(page as unknown as Document);
  const first = stay.name().split(" ")[0];
  page.dispatchEvent(new Event("input"));
  expect(stay.name().split(" ")[0]).toBe(first);
  page.dispatchEvent(new Event("focusin"));
  expect(stay.name().split(" ")[0]).not.toBe(first);
  const second = stay.name().split(" ")[0];
  stay.close();
  page.dispatchEvent(new Event("focusin"));
  expect(stay.name().split(" ")[0]).toBe(second);
});
