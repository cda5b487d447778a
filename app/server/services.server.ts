import type { Logger } from "pino";
import type { Db, Sql } from "#db/client.ts";
import type { Environment } from "./env.server.ts";

/** What use cases may need; made once per process and handed down, never imported as a global. */
export type Services = {
  environment: Environment;
  /** Signs sessions and encrypts channel secrets; LOTSE_SECRET, or one generated at the first start. */
  secret: string;
  /** Where people reach this installation, without a trailing slash. */
  baseUrl: string;
  db: Db;
  sql: Sql;
  logger: Logger;
};

/** Who acts: a signed-in member of a workspace. Every use case that changes something takes one. */
export type Actor = {
  userId: string;
  name: string;
  email: string;
  workspaceId: number;
  role: Role;
};

export const roleOrder = ["viewer", "editor", "admin", "owner"] as const;
export type Role = (typeof roleOrder)[number];

declare module "@remix-run/node" {
  /** Loaders answer by single fetch: dates and undefined reach the page as they are, and the types say so. */
  interface Future {
    v3_singleFetch: true;
  }
  interface AppLoadContext {
    services: Services;
    /** For the one inline script; sent in the Content-Security-Policy. */
    nonce: string;
  }
}
