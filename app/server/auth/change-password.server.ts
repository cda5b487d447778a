import type { Services } from "../services.server.ts";
import { authOf } from "./auth.server.ts";

/** Changes the password of who sent the request and ends all their other sessions; false when the current password is wrong. */
export async function changePassword(
  services: Services,
  { headers, currentPassword, newPassword }: { headers: Headers; currentPassword: string; newPassword: string },
): Promise<boolean> {
  const { api } = authOf(services);
  const body = { currentPassword, newPassword };
  const response = await api.changePassword({ headers, body, asResponse: true });
  if (!response.ok) return false;
  await api.revokeOtherSessions({ headers });
  return true;
}
