import express, { type Request, type Response } from "express";
import { isStorableText } from "../../engine/text.ts";
import { AppError } from "../../errors/app-error.ts";

/** Deeper nesting than anything of ours has, and less than a draft cuts off; keeps the walk below the stack's end. */
const MAX_DEPTH = 32;

/**
 * Reads a request's JSON body (plain, gzip or deflate; the limit counts unpacked bytes). Throws request.unsupported_media for
 * another content type, request.too_large, request.invalid_json, and request.invalid for
 * characters that Postgres cannot store (NUL, halves of surrogate pairs) anywhere in it.
 */
export function createJsonReader({
  limitBytes,
}: {
  limitBytes: number;
}): (request: Request, response: Response) => Promise<unknown> {
  const parse = express.json({ limit: limitBytes, strict: false, type: () => true });
  return async (request, response) => {
    if (!isJson(request)) throw new AppError("request.unsupported_media");
    if (isEmpty(request)) throw new AppError("request.invalid_json");
    await new Promise<void>((done, fail) => {
      parse(request, response, (error?: unknown) =>
        error === undefined ? done() : fail(refusalOf(error, limitBytes)),
      );
    });
    const body: unknown = request.body;
    refuseUnstorable(body, []);
    return body;
  };
}

function isJson(request: Request): boolean {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  return /^application\/([\w.-]+\+)?json$/i.test(type.trim());
}

function isEmpty(request: Request): boolean {
  return request.headers["transfer-encoding"] === undefined && Number(request.headers["content-length"] ?? 0) === 0;
}

function refusalOf(error: unknown, limitBytes: number): unknown {
  const type: unknown = error instanceof Error ? Reflect.get(error, "type") : undefined;
  if (type === "entity.too.large") return new AppError("request.too_large", { limitKb: Math.round(limitBytes / 1024) });
  if (type === "encoding.unsupported" || type === "charset.unsupported")
    return new AppError("request.unsupported_media");
  const status: unknown = error instanceof Error ? Reflect.get(error, "status") : undefined;
  if (typeof status === "number" && status < 500) return new AppError("request.invalid_json");
  return error;
}

function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (path.length > MAX_DEPTH) throw fault(path, "too_deep", `Nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof value === "string" && !isStorableText(value)) {
    throw fault(path, "unstorable", "Must not contain NUL or broken characters.");
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (!isStorableText(key))
      throw fault(path, "unstorable", "Names of fields must not contain NUL or broken characters.");
    refuseUnstorable(part, [...path, key]);
  }
}

function fault(path: readonly string[], code: string, message: string): AppError {
  return new AppError("request.invalid", {}, { faults: [{ path: path.join(".").slice(0, 300), code, message }] });
}
