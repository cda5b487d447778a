import type { Services } from "../services.server.ts";
import { authOf } from "./auth.server.ts";

/**
 * Changes the password of who sent the request and ends all their other sessions. Returns the headers of the new session; undefined
 * when the current password is wrong.
 */
export async function changePassword(
  services: Services,
  { headers, currentPassword, newPassword }: { headers: Headers; currentPassword: string; newPassword: string },
): Promise<Headers | undefined> {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const response = await authOf(services).api.changePassword({ headers, body, asResponse: true });
  if (!response.ok) return undefined;
  return new Headers(response.headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]));
}
