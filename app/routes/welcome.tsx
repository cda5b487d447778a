import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { hasUsers } from "#db/queries/members.ts";
import { AppError } from "../errors/app-error.ts";
import { WelcomePage, welcomeSchema } from "../pages/auth/welcome-page.tsx";
import type { PageHandle } from "../pages/shell/document-title.tsx";
import { createFirstOwner } from "../server/auth/create-first-owner.server.ts";
import { startSession } from "../server/auth/sign-in.server.ts";
import { requestLanguage } from "../server/http/request-language.server.ts";

export const handle: PageHandle = { title: "auth.welcome.title" };

export async function loader({ context: { services } }: LoaderFunctionArgs) {
  if (await hasUsers(services.sql)) throw redirect("/sign-in");
  return null;
}

export async function action({ request, context: { services, clientAddress } }: ActionFunctionArgs) {
  const submission = parseWithZod(await request.formData(), { schema: welcomeSchema });
  if (submission.status !== "success") return { result: submission.reply() };
  try {
    await createFirstOwner(services, { ...submission.value, language: requestLanguage(request) });
  } catch (error) {
    // Somebody else was first; their account can invite this person.
    if (error instanceof AppError && error.code === "auth.forbidden") return redirect("/sign-in");
    throw error;
  }
  const headers = await startSession(services, { ...submission.value, clientAddress });
  return redirect("/", headers ? { headers } : {});
}

export default function Welcome() {
  return <WelcomePage answer={useActionData<typeof action>()} />;
}
