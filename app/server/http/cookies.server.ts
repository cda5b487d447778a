const YEAR_SECONDS = 365 * 24 * 3_600;

/** The value of a cookie of a request, decoded; undefined where it is absent or not decodable. */
export function readCookie(headers: Headers, name: string): string | undefined {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key !== name) continue;
    try {
      return decodeURIComponent(value.join("="));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** A Set-Cookie value for one year, out of reach of scripts. */
export function cookieHeader(name: string, value: string, { isSecure }: { isSecure: boolean }): string {
  return `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
}
