import type { IncomingMessage } from "node:http";
import { type AppLoadContext, redirect } from "@remix-run/node";
import { hasUsers, type Membership, selectMemberships } from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import { cookieHeader, readCookie } from "../http/cookies.server.ts";
import { requireRole } from "../scope.server.ts";
import type { Actor, Role, Services } from "../services.server.ts";
import { authOf } from "./auth.server.ts";

const workspaceCookieName = "lotse_workspace";

export type Session = {
  userId: string;
  name: string;
  email: string;
  language: string | null | undefined;
  theme: string | null | undefined;
};

/** Who is signed in, by the session cookie; undefined without a valid one. */
export async function readSession(services: Services, headers: Headers): Promise<Session | undefined> {
  if (!headers.get("cookie")?.includes("lotse.session_token")) return undefined;
  const found = await authOf(services).api.getSession({ headers });
  if (!found) return undefined;
  const { id, name, email, language, theme } = found.user;
  return { userId: id, name, email, language, theme };
}

/** The membership that the workspace cookie names, else the first one. */
function currentMembership(memberships: readonly Membership[], headers: Headers): Membership | undefined {
  const wanted = Number(readCookie(headers, workspaceCookieName));
  return memberships.find((membership) => membership.workspaceId === wanted) ?? memberships[0];
}

/** The Set-Cookie value that makes a workspace the current one. */
export function workspaceCookie({ baseUrl }: Pick<Services, "baseUrl">, workspaceId: number): string {
  return cookieHeader(workspaceCookieName, String(workspaceId), { isSecure: baseUrl.startsWith("https://") });
}

/** The signed-in member in their current workspace; undefined when nobody is signed in or they belong to no workspace. */
async function findActor(services: Services, headers: Headers): Promise<Actor | undefined> {
  const session = await readSession(services, headers);
  if (!session) return undefined;
  const memberships = await selectMemberships(services.sql, { userId: session.userId });
  const current = currentMembership(memberships, headers);
  if (!current) return undefined;
  const { userId, name, email } = session;
  return { userId, name, email, workspaceId: current.workspaceId, role: current.role };
}

/** The member behind a request for data. Throws auth.required, or auth.forbidden below `minimumRole`. */
export async function authenticate(services: Services, headers: Headers, minimumRole: Role = "viewer"): Promise<Actor> {
  const actor = await findActor(services, headers);
  if (!actor) throw new AppError("auth.required");
  requireRole(actor, minimumRole);
  return actor;
}

/**
 * The member behind a page's loader or action. Redirects to sign-in (or to the first owner's page) when nobody is signed in; throws
 * auth.forbidden below `minimumRole`.
 */
export async function requireMember(
  request: Request,
  { services }: Pick<AppLoadContext, "services">,
  minimumRole: Role = "viewer",
): Promise<Actor> {
  const actor = await findActor(services, request.headers);
  if (!actor) throw redirect(await signInPath(request, services));
  requireRole(actor, minimumRole);
  return actor;
}

/** Where somebody without a session (or without a workspace) goes, with the way back. */
async function signInPath(request: Request, services: Services): Promise<string> {
  if (!(await hasUsers(services.sql))) return "/welcome";
  if (await readSession(services, request.headers)) return "/workspaces/new";
  const { pathname, search } = new URL(request.url);
  const next = request.method === "GET" && pathname !== "/" ? `?next=${encodeURIComponent(pathname + search)}` : "";
  return `/sign-in${next}`;
}

/** The path to go on to after signing in; only paths of this site, so that a link cannot lead away. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return "/";
  const parsed = new URL(next, "http://local");
  return parsed.origin === "http://local" ? parsed.pathname + parsed.search : "/";
}

/** The member behind a WebSocket upgrade or a stream; undefined without a valid session. */
export async function authenticateUpgrade(
  services: Services,
  request: Pick<IncomingMessage, "headers">,
): Promise<Actor | undefined> {
  return findActor(services, new Headers({ cookie: request.headers.cookie ?? "" }));
}
