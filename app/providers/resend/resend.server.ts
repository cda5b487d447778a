import { type CreateEmailOptions, Resend } from "resend";
import type { FrozenEmail, ProviderAnswer, SendRequest } from "../provider.ts";
import type { Sender } from "../sender.server.ts";

type SdkAnswer = {
  data: { id: string } | { data: { id: string }[] } | null;
  error: { name: string; message: string; statusCode: number | null } | null;
  headers: Record<string, string> | null;
};

export const resendSender: Sender = {
  send: async ({ resendBaseUrl }, account, request) => {
    if (account.secret === undefined)
      return { status: 401, name: "missing_api_key", message: "This channel has no key." };
    const resend = new Resend(account.secret, resendBaseUrl === undefined ? {} : { baseUrl: resendBaseUrl });
    const answer = await callSdk(resend, request);
    return answer.error ? refused(answer) : accepted(answer, request.emails.length);
  },
};

// The SDK has no time limit of its own, but hands `signal` to fetch. It takes the options' type from CreateEmailRequestOptions, which
// extends RequestOptions, so the signal is part of its contract.
async function callSdk(resend: Resend, { idempotencyKey, emails, timeoutMs }: SendRequest): Promise<SdkAnswer> {
  const options = { idempotencyKey, signal: AbortSignal.timeout(timeoutMs) };
  const payload = emails.map(toPayload);
  const [single] = payload;
  if (single !== undefined && payload.length === 1) return resend.emails.send(single, options);
  return resend.batch.send(payload, { ...options, batchValidation: "strict" });
}

function toPayload({ from, to, replyTo, subject, html, text, intent }: FrozenEmail): CreateEmailOptions {
  const tags = [{ name: "lotse_intent", value: intent }];
  return { from, to, subject, html, text, tags, ...(replyTo === undefined ? {} : { replyTo }) };
}

/** A 2xx whose body does not name every e-mail is no answer: the same key gives the same ids at the next attempt. */
function accepted({ data }: SdkAnswer, count: number): ProviderAnswer {
  const ids = idsOf(data);
  if (ids.length !== count) return { status: undefined, message: "The answer did not name every e-mail." };
  return { status: 200, ids };
}

function idsOf(data: SdkAnswer["data"]): string[] {
  if (data === null) return [];
  const items = "data" in data ? data.data : [data];
  return Array.isArray(items) ? items.map((item) => item.id).filter((id) => typeof id === "string") : [];
}

/** The SDK folds every network failure into `application_error` with a null status. */
function refused({ error, headers }: SdkAnswer): ProviderAnswer {
  const retryAfter = Number(headers?.["retry-after"] ?? Number.NaN);
  return {
    status: error?.statusCode ?? undefined,
    name: error?.name,
    message: error?.message,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}
