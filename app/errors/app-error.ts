/**
 * The one catalogue of errors. The code is also the i18n key (`errors.<code>`), `status` the HTTP status, `retry` says whether
 * the same attempt may work later. Anything thrown that is not an AppError is a bug.
 */
export const errorCatalogue = {
  "auth.required": { status: 401, retry: false },
  "auth.invalid_key": { status: 401, retry: false },
  "auth.forbidden": { status: 403, retry: false },
  "auth.csrf": { status: 403, retry: false },
  "request.not_found": { status: 404, retry: false },
  "request.method_not_allowed": { status: 405, retry: false },
  "request.invalid_json": { status: 400, retry: false },
  "request.invalid": { status: 422, retry: false },
  "request.too_large": { status: 413, retry: false },
  "request.unsupported_media": { status: 415, retry: false },
  "request.unsupported_encoding": { status: 415, retry: false },
  "request.invalid_encoding": { status: 400, retry: false },
  "request.timeout": { status: 408, retry: true },
  "request.rate_limited": { status: 429, retry: true },
  "conflict.changed": { status: 409, retry: false },
  "conflict.exists": { status: 409, retry: false },
  "journey.invalid": { status: 422, retry: false },
  "journey.state": { status: 409, retry: false },
  "journey.unchanged": { status: 409, retry: false },
  "journey.no_entry": { status: 409, retry: false },
  "customer.not_found": { status: 404, retry: false },
  "member.last_owner": { status: 409, retry: false },
  "invitation.invalid": { status: 410, retry: false },
  "provider.unavailable": { status: 503, retry: true },
  "provider.rejected": { status: 502, retry: false },
  "webhook.private_address": { status: 422, retry: false },
  "template.invalid": { status: 422, retry: false },
  "database.unavailable": { status: 503, retry: true },
  "ingest.busy": { status: 503, retry: true },
  "channel.key_refused": { status: 409, retry: false },
  "channel.key_conflict": { status: 409, retry: false },
  "channel.in_use": { status: 409, retry: false },
  "outbox.already_sent": { status: 409, retry: false },
  "bug.unexpected": { status: 500, retry: false },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof errorCatalogue;
export type ErrorParams = Record<string, string | number | boolean>;

/** One wrong field: `path` in the input (`settings.subject`), a machine code and an English sentence. */
export type FieldFault = { path: string; code: string; message: string };

/** An expected or temporary failure: a code from the catalogue, its parameters, and where given the wrong fields. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly faults: FieldFault[];

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { cause?: unknown; faults?: FieldFault[] } = {}) {
    super(code, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.params = params;
    this.faults = options.faults ?? [];
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }

  get isTemporary(): boolean {
    return errorCatalogue[this.code].retry;
  }
}
