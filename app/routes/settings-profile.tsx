import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { updateProfile } from "#db/queries/members.ts";
import type { FormAnswer } from "../errors/form-answer.ts";
import { chooseLanguage, languageCookieName } from "../i18n/translate.ts";
import { ProfilePage, passwordSchema, profileSchema } from "../pages/settings/profile-page.tsx";
import { chooseTheme, themeCookieName } from "../pages/shell/theme.ts";
import { changePassword } from "../server/auth/change-password.server.ts";
import { readSession, requireMember } from "../server/auth/session.server.ts";
import { cookieHeader } from "../server/http/cookies.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const member = await requireMember(request, context);
  const session = await readSession(context.services, request.headers);
  const language = chooseLanguage({ user: session?.language });
  return {
    profile: { name: member.name, email: member.email, language, theme: chooseTheme(session?.theme, undefined) },
  };
}

type Answers = { profile?: FormAnswer; password?: FormAnswer };

export async function action({ request, context: { services } }: ActionFunctionArgs) {
  const { userId } = await requireMember(request, { services });
  const formData = await request.formData();
  return formData.get("do") === "password"
    ? answerPassword(services, request, formData)
    : answerProfile(services, userId, formData);
}

type Services = ActionFunctionArgs["context"]["services"];

async function answerProfile(services: Services, userId: string, formData: FormData) {
  const submission = parseWithZod(formData, { schema: profileSchema });
  if (submission.status !== "success")
    return data<Answers>({ profile: { result: submission.reply() } }, { status: 422 });
  const { name, language, theme } = submission.value;
  await updateProfile(services.sql, { userId, name, language, theme });
  const headers = new Headers();
  const isSecure = services.baseUrl.startsWith("https://");
  headers.append("set-cookie", cookieHeader(languageCookieName, language, { isSecure }));
  headers.append("set-cookie", cookieHeader(themeCookieName, theme, { isSecure }));
  return data<Answers>({ profile: { result: submission.reply(), done: "settings.profile.saved" } }, { headers });
}

async function answerPassword(services: Services, request: Request, formData: FormData) {
  const submission = parseWithZod(formData, { schema: passwordSchema });
  if (submission.status !== "success")
    return data<Answers>({ password: { result: submission.reply() } }, { status: 422 });
  const isChanged = await changePassword(services, { headers: request.headers, ...submission.value });
  if (isChanged) {
    const result = submission.reply({ resetForm: true });
    return data<Answers>({ password: { result, done: "settings.profile.passwordSaved" } });
  }
  const result = submission.reply({
    fieldErrors: { currentPassword: ["settings.profile.passwordWrong"] },
    hideFields: ["currentPassword", "newPassword"],
  });
  return data<Answers>({ password: { result } }, { status: 422 });
}

export default function Profile() {
  const answers = useActionData<typeof action>();
  return (
    <ProfilePage
      {...useLoaderData<typeof loader>()}
      profileAnswer={answers?.profile}
      passwordAnswer={answers?.password}
    />
  );
}
