import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { account, session, user, verification } from "#db/schema/auth.ts";
import type { Services } from "../services.server.ts";

const SESSION_SECONDS = 30 * 24 * 3_600;
const RENEW_AFTER_SECONDS = 24 * 3_600;
const MIN_PASSWORD_LENGTH = 10;
const MAX_PASSWORD_LENGTH = 128;

/** Carries the address a request came from to better-auth; the web server writes it, whatever the client sent. */
export const clientAddressHeader = "x-lotse-client-address";

/** Accounts are made by our own use cases (first owner, invitation), so signing up over HTTP is off. */
function createAuth({ db, secret, baseUrl }: Services) {
  return betterAuth({
    appName: "Lotse",
    baseURL: baseUrl,
    basePath: "/auth",
    secret,
    database: drizzleAdapter(db, { provider: "pg", schema: { user, session, account, verification } }),
    user: {
      additionalFields: {
        language: { type: "string", required: false, input: false },
        theme: { type: "string", required: false, input: false },
      },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: RENEW_AFTER_SECONDS },
    // The server's own check of Origin and Sec-Fetch-Site covers every path, and knows all names this installation is reached by.
    advanced: {
      cookiePrefix: "lotse",
      disableCSRFCheck: true,
      disableOriginCheck: true,
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      useSecureCookies: baseUrl.startsWith("https://"),
    },
    rateLimit: { enabled: true, window: 60, max: 100, customRules: { "/sign-in/email": { window: 60, max: 10 } } },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;
const instances = new WeakMap<Services, Auth>();

/** The one better-auth instance of these services. */
export function authOf(services: Services): Auth {
  const known = instances.get(services);
  if (known) return known;
  const made = createAuth(services);
  instances.set(services, made);
  return made;
}
