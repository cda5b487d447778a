import type { SqlOrTx } from "../client.ts";

type Language = "en" | "de";
export type WorkspaceRow = {
  id: number;
  name: string;
  language: Language;
  timeZone: string;
  timeScale: number;
  isDemo: boolean;
  isDemoPaused: boolean;
};

/** Creates a workspace; returns its id. */
export async function insertWorkspace(
  sql: SqlOrTx,
  { name, language, timeZone }: { name: string; language: Language; timeZone: string },
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into workspace (name, language, time_zone) values (${name}, ${language}, ${timeZone}) returning id`;
  if (!row) throw new Error("The workspace was not stored");
  return row.id;
}

/** The workspace with this id, if it exists. */
export async function selectWorkspace(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<WorkspaceRow | undefined> {
  const [row] = await sql<WorkspaceRow[]>`
    select id, name, language, time_zone as "timeZone", time_scale as "timeScale", is_demo as "isDemo", is_demo_paused as "isDemoPaused"
    from workspace where id = ${workspaceId}`;
  return row;
}

/** Changes name, language and time zone. */
export async function updateWorkspace(
  sql: SqlOrTx,
  {
    workspaceId,
    name,
    language,
    timeZone,
  }: { workspaceId: number; name: string; language: Language; timeZone: string },
): Promise<void> {
  await sql`update workspace set name = ${name}, language = ${language}, time_zone = ${timeZone} where id = ${workspaceId}`;
}
