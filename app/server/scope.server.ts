import { AppError } from "../errors/app-error.ts";
import { type Actor, type Role, roleOrder } from "./services.server.ts";

/** In whose name and where a use case acts: a signed-in member or an API key of one workspace. */
export type Scope = {
  workspaceId: number;
  role: Role;
  /** User id of the member; undefined for API keys and for the installation itself (seeds). */
  actorId?: string | undefined;
};

/** API keys may do what editors may. */
export const apiKeyRole: Role = "editor";

export function scopeOfActor(actor: Actor): Scope {
  return { workspaceId: actor.workspaceId, role: actor.role, actorId: actor.userId };
}

export function hasRole(scope: Pick<Scope, "role">, least: Role): boolean {
  return roleOrder.indexOf(scope.role) >= roleOrder.indexOf(least);
}

/** Throws auth.forbidden unless the scope has at least this role. */
export function requireRole(scope: Pick<Scope, "role">, least: Role): void {
  if (!hasRole(scope, least)) throw new AppError("auth.forbidden", { role: least });
}
