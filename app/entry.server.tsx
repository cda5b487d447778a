import { PassThrough } from "node:stream";
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { serverI18n } from "./i18n/translate.server.ts";
import { chooseLanguage, isLanguage, languageCookieName } from "./i18n/translate.ts";
import { NonceContext } from "./pages/shell/nonce.ts";
import { readCookie } from "./server/http/cookies.server.ts";

export const streamTimeout = 5_000;

function languageOf(request: Request, remixContext: EntryContext) {
  const chosen: unknown = remixContext.staticHandlerContext.loaderData["root"]?.language;
  if (isLanguage(chosen)) return chosen;
  return chooseLanguage({
    cookie: readCookie(request.headers, languageCookieName),
    acceptLanguage: request.headers.get("accept-language"),
  });
}

/** Streams the page: browsers get the shell at once, robots the whole page. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce, services }: AppLoadContext,
): Promise<Response> {
  const waitsForAll = isbot(request.headers.get("user-agent") ?? "");
  return new Promise((resolve, reject) => {
    let isShellSent = false;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <I18nextProvider i18n={serverI18n(languageOf(request, remixContext))}>
          <RemixServer context={remixContext} url={request.url} nonce={nonce} />
        </I18nextProvider>
      </NonceContext.Provider>,
      {
        nonce,
        [waitsForAll ? "onAllReady" : "onShellReady"]() {
          isShellSent = true;
          const body = new PassThrough();
          headers.set("content-type", "text/html; charset=utf-8");
          resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          if (isShellSent && !request.signal.aborted)
            services.logger.error({ err: error }, "a page broke while it was streamed");
        },
      },
    );
    setTimeout(abort, streamTimeout + 1_000).unref();
  });
}

/** Loaders and actions answer with problems already (answer-problems.server.ts); what arrives here is a fault in rendering. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  if (!request.signal.aborted)
    context.services.logger.error({ err: error, path: new URL(request.url).pathname }, "a page could not be rendered");
}
