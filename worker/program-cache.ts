import { compile, type Program } from "#app/engine/program.ts";
import { nodeTypes } from "#app/nodes/registry.ts";
import type { Sql, SqlOrTx } from "#db/client.ts";
import { readVersion } from "#db/queries/programs.ts";

const MOST_PROGRAMS = 500;
/** Versions never change, so a program is right for as long as the process lives. In order of last use. */
const programs = new Map<string, Program>();

/**
 * The compiled program of a published version, or undefined for one that this release cannot run. Inside a transaction give it as `reader`, so that a pool whose connections
 * are all busy cannot wait for itself.
 */
export async function findProgram(sql: Sql, versionId: number, reader: SqlOrTx = sql): Promise<Program | undefined> {
  const key = `${databaseOf(sql)}:${versionId}`;
  const program = programs.get(key) ?? (await compileVersion(reader, versionId));
  if (program === undefined) return undefined;
  programs.delete(key);
  programs.set(key, program);
  const oldest = programs.keys().next().value;
  if (programs.size > MOST_PROGRAMS && oldest !== undefined) programs.delete(oldest);
  return program;
}

async function compileVersion(sql: SqlOrTx, versionId: number): Promise<Program | undefined> {
  const version = await readVersion(sql, versionId);
  if (version === undefined) return undefined;
  try {
    return compile(version.graph, nodeTypes);
  } catch {
    // A version that was published could run; a release that lost a node type holds its runs for a person and stops nobody else's.
    return undefined;
  }
}

/** Two databases in one process (a test and its restore) have versions of the same number. */
function databaseOf(sql: Sql): string {
  const { host, port, database } = sql.options;
  return `${host}:${port}/${database}`;
}
