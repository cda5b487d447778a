import { lookup as resolveName } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { Agent, request } from "undici";
import { AppError } from "../../errors/app-error.ts";
import { assertPublicUrl, hostAndPort, isPrivateAddress } from "./address.server.ts";

export type ResolvedAddress = { address: string; family: number };
export type SafeRequest = {
  method: string;
  headers: Record<string, string>;
  body?: string | undefined;
  timeoutMs: number;
};
export type SafeAnswer = { status: number; headers: Record<string, string>; body: string; isCut: boolean };

export type SafeFetch = {
  /**
   * Calls a URL that a user wrote. Redirects are not followed, bodies are cut at the limit. Throws `webhook.private_address` when the
   * name or the address that is connected to is private, and `provider.unavailable` when no answer came in time.
   */
  call: (url: string, options: SafeRequest) => Promise<SafeAnswer>;
  close: () => Promise<void>;
};

type SafeFetchOptions = {
  allowedHosts?: ReadonlySet<string>;
  maximumBytes?: number;
  /** Tests put a resolver here; each connection asks it once, and connects to exactly what it answered. */
  resolve?: (hostname: string) => Promise<ResolvedAddress[]>;
};

/** A client for URLs that users write. The address is checked when the socket is opened, so a name cannot change in between. */
export function createSafeFetch({
  allowedHosts = new Set(),
  maximumBytes = 256 * 1024,
  resolve = resolveAll,
}: SafeFetchOptions = {}): SafeFetch {
  const guarded = new Agent({
    connect: { lookup: guardedLookup(resolve), timeout: 10_000 },
    connections: 16,
    keepAliveTimeout: 4_000,
  });
  const open = new Agent({ connect: { timeout: 10_000 }, keepAliveTimeout: 4_000 });
  return {
    call: async (text, { method, headers, body, timeoutMs }) => {
      const url = assertPublicUrl(text, allowedHosts);
      // Credentials in a URL would end up in logs and in the outbox.
      if (url.username !== "" || url.password !== "")
        throw new AppError("request.invalid", { reason: "credentials in the URL" });
      const dispatcher = allowedHosts.has(hostAndPort(url)) ? open : guarded;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(url, { method, headers, body: body ?? null, dispatcher, signal });
        const read = await readLimited(answer.body, maximumBytes);
        return { status: answer.statusCode, headers: flatHeaders(answer.headers), ...read };
      } catch (cause) {
        throw asAppError(cause, url.hostname);
      }
    },
    close: async () => {
      await Promise.all([guarded.close(), open.close()]);
    },
  };
}

async function resolveAll(hostname: string): Promise<ResolvedAddress[]> {
  return resolveName(hostname, { all: true });
}

/** Refuses a name as soon as one of its addresses is private: a mixed answer is what rebinding attacks look like. */
function guardedLookup(resolve: (hostname: string) => Promise<ResolvedAddress[]>): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const first = addresses[0];
        if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) {
          callback(new AppError("webhook.private_address", { host: hostname }), "", 0);
        } else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (cause: NodeJS.ErrnoException) => callback(cause, "", 0),
    );
  };
}

async function readLimited(
  stream: AsyncIterable<Buffer>,
  maximumBytes: number,
): Promise<{ body: string; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk.subarray(0, maximumBytes - size));
    size += chunk.length;
    if (size > maximumBytes) break;
  }
  return { body: Buffer.concat(chunks).toString("utf8"), isCut: size > maximumBytes };
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(entries);
}

function asAppError(cause: unknown, host: string): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.name) : "unknown";
  return new AppError("provider.unavailable", { provider: host, reason }, { cause });
}
