import { expect, test } from "vitest";
import { openSecret, sealSecret } from "./secret-box.server.ts";

const place = { workspaceId: 7, purpose: "channel" } as const;
const master = "an installation secret";

test("a sealed secret opens again, and never looks the same twice", () => {
  const sealed = sealSecret(master, place, "re_123");
  expect(openSecret(master, place, sealed)).toBe("re_123");
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("re_123");
  expect(sealSecret(master, place, "re_123")).not.toEqual(sealed);
});

test("a secret does not open with another installation secret, in another workspace, or after a changed byte", () => {
  const sealed = sealSecret(master, place, "re_123");
  expect(() => openSecret("another secret", place, sealed)).toThrow();
  expect(() => openSecret(master, { ...place, workspaceId: 8 }, sealed)).toThrow();
  for (const index of [0, 5, 20, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
    expect(() => openSecret(master, place, changed)).toThrow();
  }
});
