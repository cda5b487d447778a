import type { LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunction,
  useRouteLoaderData,
} from "@remix-run/react";
import { type ReactNode, useContext, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Toaster } from "sonner";
import stylesheet from "./app.css?url";
import { chooseLanguage, languageCookieName, loadMessages } from "./i18n/translate.ts";
import { useLanguage } from "./i18n/use-format.ts";
import { DocumentTitle } from "./pages/shell/document-title.tsx";
import { NonceContext } from "./pages/shell/nonce.ts";
import { PageError } from "./pages/shell/page-error.tsx";
import { chooseTheme, themeCookieName } from "./pages/shell/theme.ts";
import { readSession } from "./server/auth/session.server.ts";
import { readCookie } from "./server/http/cookies.server.ts";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

/** Language and theme of whoever asks: their profile, else their cookies, else what the browser wishes. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { headers } = request;
  const session = await readSession(context.services, headers);
  const language = chooseLanguage({
    user: session?.language,
    cookie: readCookie(headers, languageCookieName),
    acceptLanguage: headers.get("accept-language"),
  });
  return { language, theme: chooseTheme(session?.theme, readCookie(headers, themeCookieName)) };
}

export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod !== undefined && formMethod !== "GET" && defaultShouldRevalidate;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const nonce = useContext(NonceContext);
  const spoken = useLanguage();
  const theme = data?.theme ?? "system";
  return (
    <html lang={data?.language ?? spoken} data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <DocumentTitle />
        <Links />
      </head>
      <body>
        {children}
        <Toaster
          theme={theme}
          position="bottom-right"
          toastOptions={{
            className: "rounded-card! border-border! bg-surface! text-body! text-text! shadow-3!",
            duration: 6_000,
          }}
        />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  const language = useRouteLoaderData<typeof loader>("root")?.language;
  const { i18n } = useTranslation();
  useEffect(() => {
    if (language === undefined || i18n.language === language) return;
    void loadMessages(language).then(async (messages) => {
      i18n.addResourceBundle(language, "translation", messages);
      await i18n.changeLanguage(language);
    });
  }, [language, i18n]);
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <PageError />
    </main>
  );
}
