import { AppError } from "../../errors/app-error.ts";
import type { Scope } from "../scope.server.ts";
import type { Role } from "../services.server.ts";

type MemberRole = { userId: string; role: Role };

/** Throws request.not_found for strangers, and auth.forbidden when an owner is concerned and the actor is none. */
export function assertMayManage(
  scope: Scope,
  members: readonly MemberRole[],
  { userId, newRole }: { userId: string; newRole?: Role | undefined },
): void {
  const member = members.find((each) => each.userId === userId);
  if (!member) throw new AppError("request.not_found");
  const concernsOwner = member.role === "owner" || newRole === "owner";
  if (concernsOwner && scope.role !== "owner") throw new AppError("auth.forbidden", { role: "owner" });
}

/** Throws member.last_owner if nobody but `without` owns the workspace. */
export function assertOwnerRemains(members: readonly MemberRole[], { without }: { without: string }): void {
  const isOwner = members.some((member) => member.userId === without && member.role === "owner");
  const hasOther = members.some((member) => member.userId !== without && member.role === "owner");
  if (isOwner && !hasOther) throw new AppError("member.last_owner");
}
