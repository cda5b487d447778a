import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "../../errors/app-error.ts";

const unpack = promisify(gunzip);

/** What is still read and thrown away after a refusal, so that the sender gets to see the answer. */
const MOST_DISCARDED_BYTES = 32 * 1024 * 1024;

/**
 * Reads a request's body as text, unpacked if it is gzip. Throws request.too_large as soon as more than `limitBytes` have come in
 * (packed or unpacked), request.timeout when the sender is too slow, request.unsupported_media for another encoding,
 * request.invalid_encoding for broken gzip and request.invalid_json for bytes that are not UTF-8.
 */
export async function readBody(
  request: IncomingMessage,
  { limitBytes, timeoutMs }: { limitBytes: number; timeoutMs: number },
): Promise<string> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && encoding !== "gzip" && encoding !== "x-gzip")
    throw new AppError("request.unsupported_encoding", { encoding: encoding.slice(0, 40) });
  const packed = await readBytes(request, limitBytes, timeoutMs);
  const bytes = encoding === "identity" ? packed : await unpackWithin(packed, limitBytes);
  if (!isUtf8(bytes)) throw new AppError("request.invalid_json");
  return bytes.toString("utf8");
}

function readBytes(request: IncomingMessage, limitBytes: number, timeoutMs: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) return Promise.reject(refuse(request, limitBytes));
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => stop(() => fail(new AppError("request.timeout"))), timeoutMs);
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) stop(() => fail(refuse(request, limitBytes)));
      else chunks.push(chunk);
    };
    const onEnd = (): void => stop(() => done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onClose = (): void => stop(() => fail(new AppError("request.invalid_json")));
    const stop = (settle: () => void): void => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      settle();
    };
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}

function refuse(request: IncomingMessage, limitBytes: number): AppError {
  let discarded = 0;
  request.on("error", () => undefined);
  request.on("data", (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MOST_DISCARDED_BYTES) request.destroy();
  });
  return new AppError("request.too_large", { limitKb: limitBytes / 1024 });
}

/** The limit holds for the unpacked bytes too, so a small body cannot unfold into a huge one. */
async function unpackWithin(packed: Buffer, limitBytes: number): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: limitBytes });
  } catch (cause) {
    const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") throw new AppError("request.too_large", { limitKb: limitBytes / 1024 });
    throw new AppError("request.invalid_encoding", {}, { cause });
  }
}
