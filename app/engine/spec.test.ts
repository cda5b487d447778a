import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const engineFolder = import.meta.dirname;
const nodesFolder = join(engineFolder, "../nodes");

test("every rule of SPEC.md has a test that starts with its number, and every number is a rule", async () => {
  const spec = await readFile(join(engineFolder, "SPEC.md"), "utf8");
  const rules = [...spec.matchAll(/^- \*\*(R\d+)\*\*/gm)].map((match) => match[1]);
  const tested = new Set<string | undefined>();
  for (const file of await testFiles()) {
    const source = await readFile(file, "utf8");
    for (const match of source.matchAll(/\btest(?:\.each\([^)]*\))?\(\s*["'`](R\d+)\b/g)) tested.add(match[1]);
  }
  expect(new Set(rules).size).toBe(rules.length);
  expect([...tested].sort()).toEqual([...rules].sort());
});

async function testFiles(): Promise<string[]> {
  const folders = await Promise.all(
    [engineFolder, nodesFolder].map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
    ),
  );
  return folders.flat().filter((file) => file.endsWith(".test.ts"));
}
