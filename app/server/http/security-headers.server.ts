import { randomBytes } from "node:crypto";
import type { RequestHandler } from "express";

type Options = { isDevelopment: boolean; isSecure: boolean };

/** Documents that bring a stricter policy of their own; two policies would both apply, and ours forbids the frame around them. */
const hasOwnPolicy = (path: string): boolean => /^\/outbox\/\d+\/mail$/.test(path);

/**
 * Sets the headers that keep foreign code, frames and hosts out, and makes the nonce of this answer (`response.locals.nonce`).
 * Style attributes are allowed because the canvas and the panels place things with them.
 */
export function securityHeaders({ isDevelopment, isSecure }: Options): RequestHandler {
  return (request, response, next) => {
    const nonce = randomBytes(16).toString("base64");
    response.locals["nonce"] = nonce;
    response.set({
      ...(hasOwnPolicy(request.path) ? {} : { "content-security-policy": contentSecurityPolicy(nonce, isDevelopment) }),
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      ...(isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    });
    next();
  };
}

function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
