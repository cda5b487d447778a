import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../../errors/app-error.ts";
import type { Services } from "../services.server.ts";
import { authOf, clientAddressHeader } from "./auth.server.ts";

const perAddress = new RateLimiterMemory({ points: 60, duration: 60 });
const perAccount = new RateLimiterMemory({ points: 100, duration: 15 * 60 });
/** Fewer from one place, so that somebody who guesses does not lock out the person themselves. */
const perPair = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

type Credentials = { email: string; password: string };

/** Starts a session; returns the headers that set its cookie, undefined for a wrong address or password. */
export async function startSession(
  services: Services,
  { email, password, clientAddress }: Credentials & { clientAddress: string },
): Promise<Headers | undefined> {
  const headers = new Headers({ [clientAddressHeader]: clientAddress });
  const response = await authOf(services).api.signInEmail({ body: { email, password }, headers, asResponse: true });
  if (response.status >= 500) throw new AppError("database.unavailable");
  if (!response.ok) return undefined;
  return new Headers(response.headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]));
}

/**
 * The same for somebody who typed them: at most 60 tries a minute from one address, and in a quarter of an hour 10 wrong ones from
 * one address for one account and 100 for one account; beyond that request.rate_limited.
 */
export async function signIn(
  services: Services,
  { email, password, clientAddress }: Credentials & { clientAddress: string },
): Promise<Headers | undefined> {
  const pair = `${clientAddress} ${email}`;
  await spend(perAddress, clientAddress);
  await spend(perPair, pair);
  await spend(perAccount, email);
  const headers = await startSession(services, { email, password, clientAddress });
  if (headers) await Promise.all([perPair.delete(pair), perAccount.delete(email)]);
  return headers;
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError("request.rate_limited", { seconds: Math.ceil(refusal.msBeforeNext / 1_000) });
  }
}

/** Ends the session of a request; returns the headers that remove its cookie. */
export async function endSession(services: Services, requestHeaders: Headers): Promise<Headers> {
  const response = await authOf(services).api.signOut({ headers: requestHeaders, asResponse: true });
  return new Headers(response.headers.getSetCookie().map((cookie): [string, string] => ["set-cookie", cookie]));
}
