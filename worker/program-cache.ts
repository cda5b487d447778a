import { compile, type Program } from "#app/engine/program.ts";
import { nodeTypes } from "#app/nodes/registry.ts";
import type { Sql } from "#db/client.ts";
import { readVersion } from "#db/queries/programs.ts";

const MOST_PROGRAMS = 500;
/** Versions never change, so a program is right for as long as the process lives. In order of last use. */
const programs = new Map<string, Program>();

/** The compiled program of a published version. Throws an Error if the version does not exist or cannot run. */
export async function loadProgram(sql: Sql, versionId: number): Promise<Program> {
  const key = `${databaseOf(sql)}:${versionId}`;
  const program = programs.get(key) ?? (await compileVersion(sql, versionId));
  programs.delete(key);
  programs.set(key, program);
  const oldest = programs.keys().next().value;
  if (programs.size > MOST_PROGRAMS && oldest !== undefined) programs.delete(oldest);
  return program;
}

async function compileVersion(sql: Sql, versionId: number): Promise<Program> {
  const version = await readVersion(sql, versionId);
  if (version === undefined) throw new Error(`Version ${versionId} does not exist`);
  return compile(version.graph, nodeTypes);
}

/** Two databases in one process (a test and its restore) have versions of the same number. */
function databaseOf(sql: Sql): string {
  const { host, port, database } = sql.options;
  return `${host}:${port}/${database}`;
}
