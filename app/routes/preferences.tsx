import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { updateProfile } from "#db/queries/members.ts";
import { languages } from "../i18n/messages.ts";
import { languageCookieName } from "../i18n/translate.ts";
import { themeCookieName, themes } from "../pages/shell/theme.ts";
import { readSession } from "../server/auth/session.server.ts";
import { cookieHeader } from "../server/http/cookies.server.ts";
import { parseInput } from "../server/http/parse-input.server.ts";

const choiceSchema = z.object({ language: z.enum(languages).optional(), theme: z.enum(themes).optional() });

export const loader = () => redirect("/");

/** Keeps language and appearance in cookies, and with the account of who is signed in. */
export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const { language, theme } = parseInput(choiceSchema, Object.fromEntries(await request.formData()));
  const session = await readSession(services, request.headers);
  if (session) await updateProfile(services.sql, { userId: session.userId, language, theme });
  const headers = new Headers();
  const isSecure = services.baseUrl.startsWith("https://");
  if (language) headers.append("set-cookie", cookieHeader(languageCookieName, language, { isSecure }));
  if (theme) headers.append("set-cookie", cookieHeader(themeCookieName, theme, { isSecure }));
  return Response.json({ language, theme }, { headers });
}
