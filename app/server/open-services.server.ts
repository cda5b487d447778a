import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { openDb, openSql } from "#db/client.ts";
import { ensureInstallationValue } from "#db/queries/installation.ts";
import type { Environment } from "./env.server.ts";
import type { Services } from "./services.server.ts";

type OpenServices = { services: Services; close: () => Promise<void> };

/**
 * Opens a process's database clients and logger on a migrated database. Without LOTSE_SECRET the installation's own secret is made
 * once and kept in the database. Throws what the database throws when it does not answer.
 */
export async function openServices(
  environment: Environment,
  { url, applicationName, max = 10 }: { url: string; applicationName: string; max?: number },
): Promise<OpenServices> {
  const sql = openSql(url, { max, applicationName });
  const { db, close: closeDb } = openDb(url, { max: 4, applicationName });
  const close = async (): Promise<void> => {
    await Promise.all([closeDb(), sql.end({ timeout: 5 })]);
  };
  try {
    const candidate = randomBytes(32).toString("base64url");
    const secret = environment.LOTSE_SECRET ?? (await ensureInstallationValue(sql, { key: "secret", candidate }));
    const baseUrl = (environment.LOTSE_BASE_URL ?? `http://${hostName(environment.HOST)}:${environment.PORT}`).replace(
      /\/+$/,
      "",
    );
    const logger = pino({ level: environment.LOTSE_LOG, base: { process: applicationName } });
    return { services: { environment, secret, baseUrl, db, sql, logger }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const hostName = (host: string): string =>
  host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
